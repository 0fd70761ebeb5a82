# SPDX-License-Identifier: Apache-2.0
"""The peer with a mistake of its own that looks like somebody else's: like fixtures that lie, or like a way that spoils
what passes. A run has to blame it all the same.

  python3 mistaken_peer.py MISTAKE [STYLE]
"""

import asyncio
import hmac
import sys
import types

import peer_endpoint


def keys_swapped():
    """V1 is keyed with the bare secret, and V3 with an & behind it."""
    def new(key, text, digest):
        is_v1 = key.endswith(b"&")
        return hmac.new(key[:-1] if is_v1 else key + b"&", text, digest)
    peer_endpoint.hmac = types.SimpleNamespace(new=new, compare_digest=hmac.compare_digest)


def signs_another_text():
    """All of it in lower case."""
    right = peer_endpoint.encode
    peer_endpoint.encode = lambda raw: right(raw).lower()


def decodes_twice():
    """Whatever holds parameters."""
    right = peer_endpoint.unquote_to_bytes
    peer_endpoint.unquote_to_bytes = lambda text: right(right(text))


def no_nonce_is_new():
    right = peer_endpoint.Peer.verify

    def verify(self, *request):
        right(self, *request)
        raise self.errors.nonce()
    peer_endpoint.Peer.verify = verify


def starting_forgets_the_key():
    right = peer_endpoint.Peer.begin

    def begin(self, world, *before):
        right(self, world, *before)
        self.by_key.pop(world.key_id, None)
    peer_endpoint.Peer.begin = begin


def secrets_mixed_up():
    """A key is verified with the secret of whoever came before it, while that one is there."""
    made = peer_endpoint.Peer.verify

    def verify(self, world, expected, *rest):
        worlds = list(self.by_key.values())
        before = worlds[worlds.index(world) - 1] if worlds.index(world) else world
        return made(self, world, self.again(before), *rest)
    for name in ("authenticate_v1", "authenticate_v3"):
        remember(name)
    peer_endpoint.Peer.verify = verify


def remember(name):
    """Has Peer.again(world) compute the signature of the request once more, with another world's secret."""
    right = getattr(peer_endpoint.Peer, name)

    def authenticate(self, *request):
        def again(world):
            told = []
            asked = types.SimpleNamespace(**vars(self))
            asked.by_key = types.SimpleNamespace(get=lambda *_: world)
            asked.verify = lambda _, expected, *rest: told.append(expected)
            right(asked, *request)
            return told[0]
        self.again = again
        return right(self, *request)
    setattr(peer_endpoint.Peer, name, authenticate)


MISTAKES = {"decodes-twice": decodes_twice, "keys-swapped": keys_swapped, "no-nonce-is-new": no_nonce_is_new,
            "signs-another-text": signs_another_text, "secrets-mixed-up": secrets_mixed_up,
            "starting-forgets-the-key": starting_forgets_the_key}


def main():
    MISTAKES[sys.argv[1]]()
    style = peer_endpoint.styled(sys.argv[2] if len(sys.argv) > 2 else "c", [])
    asyncio.run(peer_endpoint.run(peer_endpoint.Peer(style), 0))


if __name__ == "__main__":
    main()

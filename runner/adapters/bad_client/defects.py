# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with the bad client: each line is one thing that real clients get wrong.

A line holds a name; the chapter of cases that should catch it; how the client must speak for it to
show ("-": any way); and what the client does.
"""

import collections

Defect = collections.namedtuple("Defect", "name area needs does")

TABLE = """
calls-nothing                client    -   says that all went well and sends nothing
success-on-403               client    -   takes 403 for a success
success-on-every-status      client    -   does not look at the HTTP status or at Code
success-is-error             client    -   takes an answer without Code for an error
json-read-as-xml             client    -   reads every answer as XML
xml-read-as-json             client    xml asks for XML and reads every answer as JSON
answers-twice                client    -   tells its user twice
noise-on-stdout              client    -   prints what it does on the shim's standard output
answers-never                client    -   tells its user nothing
dies-at-once                 client    -   dies on every call
sort-by-pair                 request   -   sorts by name=value, so that InstanceId.10 comes before InstanceId.1
list-sorted-by-number        request   -   sorts InstanceId.2 before InstanceId.10
plus-for-blank               request   -   writes a blank as +
asterisk-kept                request   -   leaves * as it is
slash-kept                   request   -   leaves / as it is
tilde-encoded                request   -   writes ~ as %7E
lower-case-escapes           request   -   writes %2f for %2F
encoded-twice                request   -   sends every value encoded once more than it signed it
string-to-sign-not-encoded   request   v1  signs the query without encoding it a second time
string-to-sign-without-path  request   v1  leaves the path out of what it signs
method-not-signed            request   v1  signs GET, whatever it sends
key-without-ampersand        request   v1  signs with the bare secret
empty-unsigned               request   -   sends empty values and does not sign them
action-unsigned              request   v1  adds Action after it has signed
version-missing              request   v1  sends no Version
latin-1-values               request   -   sends values in Latin-1
astral-as-surrogates         request   -   sends a character of four bytes as two of three
unicode-composed             request   -   composes characters before it sends them
blanks-trimmed               request   -   cuts blanks off both ends of a value
control-characters-dropped   request   -   drops control characters
format-characters-dropped    request   -   drops byte order marks and zero-width characters
value-cut                    request   -   cuts values to 1,024 characters
booleans-capital             request   -   sends True and False
booleans-as-numbers          request   -   sends 1 and 0
false-not-sent               request   -   does not send what is false
list-from-zero               request   -   counts the members of a list from 0
list-as-json                 request   -   sends a list as one JSON text
list-of-one-bare             request   -   sends a list of one member as a plain value
list-cut-at-twelve           request   -   drops the members behind the twelfth
stale-timestamp              request   -   sends the time of an hour ago
timestamp-of-local-zone      request   -   sends the time of a zone eight hours ahead, and calls it UTC
timestamp-with-offset        request   -   writes +00:00 for Z
timestamp-without-zone       request   -   leaves the Z out
nonce-per-second             request   -   takes the second as nonce
nonce-of-four-digits         request   -   takes four random digits as nonce
nonce-is-fixed               request   -   sends the same nonce for ever
token-lost                   request   -   does not send the security token
token-unsigned               request   -   sends the security token and does not sign it
body-not-hashed              request   v3  sends parameters in the body, with the hash of no body
host-not-signed              request   v3  leaves the host out of the signed headers
nonce-not-signed             request   v3  leaves the nonce out of the signed headers
signature-upper-case         request   v3  writes the signature in upper-case digits
headers-not-sorted           request   v3  signs headers in the order of their sending
port-not-signed              request   v3  leaves the port out of the host that it signs
canonical-not-hashed         request   v3  signs the canonical request and not its hash
key-with-ampersand           request   v3  signs with the key of V1
algorithm-without-acs3       request   v3  calls its algorithm HMAC-SHA256
content-hash-upper-case      request   v3  writes the hash of the body in upper-case digits
code-lost                    answer    -   tells an error without its code
code-cut-at-dot              answer    -   tells what stands before the first dot of a code
message-lost                 answer    -   tells an error without its message
request-id-lost              answer    -   tells neither success nor error with its request id
status-lost                  answer    -   tells an error without its HTTP status
status-wrong                 answer    -   says 400 for every error
success-on-404               answer    -   takes 404 for a success
dry-run-is-success           answer    -   takes DryRunOperation for a success
error-is-unnamed             answer    -   tells every error as one of transport, without anything else
xml-code-lost                answer    xml loses the code of an error in XML
entities-kept                answer    xml leaves &quot; and its like in a message
answers-mixed                answer    -   gives concurrent calls each other's answers
latin-1-answer               answer    -   reads answers as Latin-1
secret-in-error              answer    -   writes the secret into the text of an error
url-in-error                 answer    get writes the signed URL into the text of an error
list-of-one-lost             lifecycle -   loses a list that has one member
numeric-code-crashes         broken    -   dies when Code is a number
lower-case-members-lost      broken    -   does not know code and requestId in lower case
array-crashes                broken    -   dies when the answer is a JSON array
null-crashes                 broken    -   dies when the answer is null
deep-answer-crashes          broken    -   dies when values are nested deep
byte-order-mark-crashes      broken    -   dies at a byte order mark
no-content-type-crashes      broken    -   dies when the answer does not say its type
html-is-success              broken    -   takes 200 with a page of HTML for a success
empty-is-success             broken    -   takes 200 without a body for a success
cut-is-success               broken    -   takes 200 with a body that was cut off for a success
codeless-403-is-success      broken    -   takes an error without a code for a success
bad-gateway-is-success       broken    -   takes an error that it cannot read for a success
redirect-is-success          broken    -   takes a redirect for a success
unknown-members-refused      broken    -   takes an answer with a member that it does not know for an error
gzip-is-success              broken    -   takes packed bytes that it cannot read for a success
chunks-not-understood        broken    -   takes the sizes of chunks for a part of the body
chunk-extension-crashes      broken    -   dies at the extension of a chunk
trailers-in-body             broken    -   takes the trailers behind the chunks for a part of the body
continue-is-answer           broken    -   takes 100 Continue for the answer
short-body-hangs             broken    -   waits for ever for a body that was cut off
stall-hangs                  broken    -   waits for ever for a body that does not go on
body-multiplied              broken    -   keeps sixty copies of a long body
reset-crashes                broken    -   dies when the connection is reset
refused-is-success           broken    -   takes a refused connection for a success
silent-on-server-error       broken    -   tells its user nothing when the status is 500 or more
timeout-ignored              broken    -   does not know the caller's timeout
timeout-in-seconds           broken    -   takes the caller's milliseconds for seconds
timeout-per-read             broken    -   starts the caller's timeout anew whenever something comes
power-sent-again-on-5xx      retry     -   sends a power action again at once when the status is 500 or more
power-sent-again-on-403      retry     -   sends a power action again at once when it was refused
power-sent-again-throttled   retry     -   sends a power action again at once when it was throttled
power-sent-again-unread      retry     -   sends a power action again when the answer cannot be read
retry-same-request           retry     -   sends the same bytes again: nonce, timestamp and signature
retry-same-nonce             retry     -   signs again, with the same nonce
retry-unsigned-nonce         retry     -   sends again with a new nonce and the old signature
retry-after-ignored          retry     -   sends again at once where the answer asks for a pause
retry-without-end            retry     -   sends again a thousand times, without a pause
retry-beyond-timeout         retry     -   pauses as long as the answer asks for, past the caller's timeout
redirect-followed            retry     get follows a redirect to another host with the signed URL
authorization-forwarded      retry     v3  follows a redirect to another host with all headers
leak-by-referer              retry     get follows a redirect to another host and names the signed URL there
"""

DEFECTS = [Defect(*line.split(maxsplit=3)) for line in TABLE.strip().splitlines()]

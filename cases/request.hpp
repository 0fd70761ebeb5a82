// SPDX-License-Identifier: Apache-2.0
//
// What is sent: an action, its arguments, and what is done to the request before or after it is
// signed. A request names no instance id; that is a handle, known when the fixture stands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::cases {

enum class Method : std::uint8_t { get, post_query, post_form };
enum class Format : std::uint8_t { xml, json };
enum class Signature : std::uint8_t { v1, v3 };

// How a request travels. Its name is part of a case's address: start-instance/...@post.json.v3
struct Variant {
  Method method = Method::get;
  Format format = Format::xml;
  Signature signature = Signature::v1;

  [[nodiscard]] std::string name() const;  // get.xml.v1, post.json.v3, post-form.json.v1
  friend constexpr bool operator==(Variant, Variant) = default;
};

[[nodiscard]] const std::vector<Variant>& base_variants();  // get.xml.v1, post.json.v3
[[nodiscard]] const std::vector<Variant>& full_variants();  // the twelve; the base ones come first

// Which variants a case makes sense under. Default: all of them.
struct VariantFilter {
  bool get = true, post_query = true, post_form = true;
  bool xml = true, json = true;
  bool v1 = true, v3 = true;

  [[nodiscard]] bool admits(Variant variant) const;
};

enum class Handle : std::uint8_t {
  none,
  instance_id,        // of the case's own world
  other_instance_id,  // of the second world, which belongs to another account
  region_id,
  access_key_id,
  other_access_key_id,
};

enum class Twist : std::uint8_t {
  none,
  upper_case,
  without_last,
  first_half,
  doubled,
  first_percent_encoded,  // in the value itself, not on the wire: %69-bp1...
  first_as_entity,        // &#105;-bp1...
  without_prefix,         // of its first part, or letter
  letters_exchanged,      // the last two that differ
  last_as_question_mark,
  last_as_dot,
  hyphens_as_underscores,
  hyphens_as_entities,  // i&#45;bp1...
  zero_behind_prefix,   // i-0bp1...
  full_width,           // U+FF01 to U+FF5E for ! to ~
};

// before + twisted handle + after. May hold any byte, NUL included.
struct Value {
  std::string before = {};
  Handle handle = Handle::none;
  std::string after = {};
  Twist twist = Twist::none;
};

inline Value text(std::string literal) { return {.before = std::move(literal)}; }
inline Value this_instance() { return {.handle = Handle::instance_id}; }

// How a value is spelled on the wire. All of them stand for the same value.
enum class Encoding : std::uint8_t {
  canonical,   // RFC 3986, as signed
  lower_hex,   // %2f for %2F
  every_byte,  // each byte as %XY, letters too
  plus,        // a blank as '+'; in a form body only
  bare,        // marks that a query may carry are left as they are: * / : @ ! $ ' ( ) ,
};

// The same of a name, and of what stands before it.
enum class NameSpelling : std::uint8_t {
  canonical,
  every_byte,             // each byte as %XY
  behind_an_empty_piece,  // &&Name
};

struct Argument {
  std::string name;
  Value value;
  Encoding encoding = Encoding::canonical;
  NameSpelling name_spelling = NameSpelling::canonical;
};

// One thing done to a request that is otherwise right.
struct Edit {
  enum class When : std::uint8_t {
    before_signing,  // the signature covers it: a request of an unusual but honest client
    after_signing,   // the signature does not know of it: a forgery
  };
  // What is touched. `common` is a public parameter under V1 and its header under V3, by the V1
  // name: AccessKeyId, Action, Version, Timestamp, SignatureNonce, Signature, SignatureMethod,
  // SignatureVersion, SecurityToken (V3: x-acs-action, x-acs-version, x-acs-date,
  // x-acs-signature-nonce, parts of Authorization, x-acs-security-token), ContentHash (V3 only:
  // x-acs-content-sha256), SignedHeaders (V3), Format (parameter and Accept), SigningKey (of HMAC).
  enum class Where : std::uint8_t { common, parameter, header, method, path, body };
  enum class Op : std::uint8_t {
    set,  // to `value`; where it is absent it is added
    drop,
    repeat,      // once more, with `value`
    rename,      // to `value`
    flip,        // a letter or digit becomes another: "first" or "last" as `value` says, or either
    shift,       // a time: by `seconds`, and written after the pattern in `value` if there is one
    upper_case,  // of the value
    lower_case,
    cut_last,  // the last letter or digit goes
  };
  When when = When::before_signing;
  Where where = Where::common;
  Op op = Op::set;
  std::string name = {};
  Value value = {};
  int seconds = 0;
};

// Whose key the request carries and is signed with.
enum class Identity : std::uint8_t {
  own,
  wrong_secret,   // own key id, another secret
  unknown_key,    // a key id that no account has
  other_account,  // the second world's key
};

}  // namespace hallmark::cases

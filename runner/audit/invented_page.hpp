// SPDX-License-Identifier: Apache-2.0
//
// A page of an action that does not exist, for tests: its tables, and how it would be published.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "specs/digests/page_digests.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::runner::invented {

// clang-format off
inline constexpr specs::ErrorRow errors[] = {
    {.row = 1, .status = 404, .code = "InvalidDoorId.NotFound",
     .message = "The specified door does not exist."},
    {.row = 2, .status = 403, .code = "IncorrectDoorStatus",
     .message = "%s"},
    {.row = 3, .status = 403, .code = "DoorStuck",
     .message = "The door (left or right) is stuck"},
    {.row = 4, .status = 500, .code = "InternalError",
     .message = "The request has failed."},
};
inline constexpr std::string_view action_name[] = {"OpenDoor"};
inline constexpr std::string_view true_or_false[] = {"true", "false"};
inline constexpr specs::ParameterSpec parameters[] = {
    {.row = 1, .name = "Action", .type = specs::ValueType::string,
     .presence = specs::Presence::required, .allowed = action_name, .default_value = "",
     .sample = "OpenDoor"},
    {.row = 2, .name = "DoorId", .type = specs::ValueType::string,
     .presence = specs::Presence::required, .allowed = {}, .default_value = "", .sample = "d-1"},
    {.row = 3, .name = "Knock", .type = specs::ValueType::boolean,
     .presence = specs::Presence::optional, .allowed = true_or_false, .default_value = "false",
     .sample = "true"},
};
inline constexpr specs::ResponseSpec responses[] = {
    {.row = 1, .name = "RequestId", .type = specs::ValueType::string, .sample = "51AB7717"},
};
inline constexpr specs::Clause clauses[] = {
    {.number = 1, .says = "the door must be closed"},
    {.number = 2, .says = "the door becomes open"},
    {.number = 3, .says = "Knock=true: knocks"},
    {.number = 4, .says = "Knock=false, the default: opens"},
};
inline constexpr specs::Sample samples[] = {
    {.kind = specs::Sample::Kind::request, .root = "", .query = "Action=OpenDoor&DoorId=d-1",
     .request_id = ""},
    {.kind = specs::Sample::Kind::xml_answer, .root = "OpenDoorResponse", .query = "",
     .request_id = "51AB7717"},
    {.kind = specs::Sample::Kind::json_answer, .root = "", .query = "", .request_id = "51AB7717"},
};
// clang-format on

inline constexpr specs::Page page{
    .document = 0,
    .action = "OpenDoor",
    .edition = "2030-01",
    .language = specs::Language::en,
    .date = std::chrono::year{2030} / std::chrono::January / 1,
    .parameters = parameters,
    .responses = responses,
    .errors = errors,
    .clauses = clauses,
    .samples = samples,
    .form = specs::Form::markdown,
};

using specs::digest_of;
using enum specs::digests::Passage;

// clang-format off
inline constexpr specs::digests::PassageDigest visible[] = {
    {parameter_description, 1, digest_of("The operation. Value: OpenDoor.")},
    {parameter_description, 2, digest_of("The door.")},
    {parameter_description, 3,
     digest_of("Whether to knock. true: knocks first. false (default): just opens.")},
    {response_description, 1, digest_of("The request.")},
    {error_description, 1, digest_of("Check the door.")},
    {error_description, 2, digest_of("The door does not allow this.")},
    {error_description, 3, digest_of("Oil is missing.")},
    {error_description, 4, digest_of("Try again later.")},
    {clause, 1, digest_of("The door must be Closed.")},
    {clause, 2, digest_of("Afterwards the door is Open.")},
    {clause, 3, digest_of("true: knocks first.")},
    {clause, 4, digest_of("false (default): just opens.")},
    {sample, 1, digest_of("https://doors.example/?Action=OpenDoor&DoorId=d-1&<common>")},
    {sample, 2, digest_of("<OpenDoorResponse><RequestId>51AB7717</RequestId></OpenDoorResponse>")},
    {sample, 3, digest_of("{\"RequestId\":\"51AB7717\"}")},
    {remark, 1, digest_of("Request example")},
    {remark, 2, digest_of("Response examples")},
    {remark, 3, digest_of("XML format")},
    {remark, 4, digest_of("JSON format")},
};
inline constexpr specs::digests::PassageDigest printed[] = {
    {parameter_description, 3,
     digest_of("Whether to knock. - true: knocks first. - false (default): just opens.")},
    {error_message, 3, digest_of("The door \\(left or right\\) is stuck")},
    {clause, 1, digest_of("The door must be **Closed**.")},
    {clause, 2, digest_of("Afterwards the [door](doors.md#open) is **Open**.")},
};
// clang-format on

inline constexpr specs::digests::PageDigests table{
    .page = &page, .visible = visible, .printed = printed};
static_assert(one_for_each_passage(table));

// The parts before the error table, in Markdown. Descriptions of parameters span lines.
inline constexpr std::string_view markdown_head = R"(# OpenDoor {#doc_1 .reference}

## Description {#description .section}

-   The door must be **Closed**.
-   Afterwards the [door](doors.md#open) is **Open**.

## Request parameters {#parameters .section}

|Name|Type|Required|Example|Description|
|--|--|----|---|--|
|Action|String|Yes|OpenDoor|The operation. Value: OpenDoor.

 |
|DoorId|String|Yes|d-1|The door.

 |
|Knock|Boolean|No|true|Whether to knock.

 -   true: knocks first.
-   false (default): just opens.

 |

## Response parameters {#resultMapping .section}

|Name|Type|Example|Description|
|--|--|---|--|
|RequestId|String|51AB7717|The request.

 |

## Examples {#demo .section}

Request example

``` {#request_demo}
https://doors.example/?Action=OpenDoor
&DoorId=d-1
&<common>
```

Response examples

`XML` format

``` {#xml_return_success_demo}
<OpenDoorResponse>
  <RequestId>51AB7717</RequestId>
</OpenDoorResponse>
```

`JSON` format

``` {#json_return_success_demo}
{
)"
                                                  "\t"
                                                  R"("RequestId": "51AB7717"
}
```

## Error codes { .section}

)";

inline constexpr std::string_view markdown_errors_status_first =
    R"(|HttpCode|Error code|Error message|Description|
|--------|---|----|--|
|404|InvalidDoorId.NotFound|The specified door does not exist.|Check the door.|
|403|IncorrectDoorStatus|%s|The door does not allow this.|
|403|DoorStuck|The door \(left or right\) is stuck|Oil is missing.|
|500|InternalError|The request has failed.|Try again later.|
)";

inline constexpr std::string_view markdown_errors_code_first =
    R"(|Error code|Error message|HTTP status code|Description|
|:---|:---|:-------|:-|
|InvalidDoorId.NotFound|The specified door does not exist.|404|Check the door.|
|IncorrectDoorStatus|%s|403|The door does not allow this.|
|DoorStuck|The door \(left or right\) is stuck|403|Oil is missing.|
|InternalError|The request has failed.|500|Try again later.|
)";

inline constexpr std::string_view plain_head = R"(
The door must be Closed.

Afterwards the door is Open.

Request parameters

Name Type Required Example Description
Action String Yes OpenDoor The operation. Value: OpenDoor.
DoorId String Yes d-1 The door.
Knock Boolean No true

Whether to knock.

  )"
                                               "\u2022"
                                               R"( true: knocks first.
  )"
                                               "\u2022"
                                               R"( false (default): just opens.

Response parameters

Name Type Example Description
RequestId String 51AB7717 The request.

Examples

Request example

https://doors.example/?Action=OpenDoor
&DoorId=d-1
&<common>

Response examples

XML format

<OpenDoorResponse>
      <RequestId>51AB7717</RequestId>
</OpenDoorResponse>

JSON format

{
    "RequestId": "51AB7717"
}

Error codes

)";

inline constexpr std::string_view plain_errors_status_first =
    R"(HTTP status code Error code Error message Description
404 InvalidDoorId.NotFound The specified door does not exist. Check the door.
403 IncorrectDoorStatus %s The door does not allow this.
403 DoorStuck The door (left or right) is stuck Oil is missing.
500 InternalError The request has failed. Try again later.)";

inline constexpr std::string_view plain_errors_code_first =
    R"(Error code Error message HTTP status code Description
InvalidDoorId.NotFound The specified door does not exist. 404 Check the door.
IncorrectDoorStatus %s 403 The door does not allow this.
DoorStuck The door (left or right) is stuck 403 Oil is missing.
InternalError The request has failed. 500 Try again later.
)";

inline constexpr std::string_view plain_errors_tabs =
    "HTTP status code\tError code\tError message\tDescription\n"
    "404\tInvalidDoorId.NotFound\tThe specified door does not exist.\tCheck the door.\n"
    "403\tIncorrectDoorStatus\t%s\tThe door does not allow this.\n"
    "403\tDoorStuck\tThe door (left or right) is stuck\tOil is missing.\n"
    "500\tInternalError\tThe request has failed.\tTry again later.\n";

inline std::string markdown() {
  return std::string{markdown_head} + std::string{markdown_errors_status_first};
}

inline std::string plain() {
  return std::string{plain_head} + std::string{plain_errors_status_first};
}

}  // namespace hallmark::runner::invented

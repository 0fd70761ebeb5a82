// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/answers/given_answer.hpp"

#include "runner/reference/answers/envelope.hpp"

namespace hallmark::runner::reference {

HttpResponse give_out(const GivenAnswer& given, const HttpRequest& asked) {
  const DefectSet none;
  const Parameters unread;
  const Request request{
      .http = asked, .defects = none, .parameters = unread, .format = given.format};
  HttpResponse response{.status = given.status};
  const bool refused = !given.code.empty();
  if (refused) {
    write_refusal(request, {given.status, given.code, given.message}, given.request_id, response);
  } else {
    AnswerWriter answer{given.format, response.body};
    answer.begin_document(given.root);
    answer.text("RequestId", given.request_id);
    answer.end_document(given.root);
  }
  response.headers = content_headers(request, refused);
  return response;
}

}  // namespace hallmark::runner::reference

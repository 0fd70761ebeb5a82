// SPDX-License-Identifier: Apache-2.0
//
// Memory that a fuzzer keeps from one input to the next. Under AddressSanitizer the quick ones
// mostly wait for its allocator, which hands out cold memory and fills its shadow. What is lost
// without (executions a second of CPU, as speed.py counts them, medians of five rounds in turns):
//
//   OpenSSL's four blocks a signature    signature_v1 8 in 100, signature_v3 7
//   pugixml's page of 32 KiB an answer   xml_answer 13
//   the mutator's text and places        xml_answer 18
//   the headers of a request             signature_v3 15, the mutator's included
//   the pieces of a query                query_codec 12
//
// Blocks that nobody has are poisoned, so that our code is seen to touch them; and what our own
// code asks for still goes to the sanitizer. A fuzzer has one thread.
#pragma once

#include <cstddef>

namespace hallmark::fuzz {

// Blocks for a library that is not under test: malloc(), realloc() and free(), but for what was
// given back before. kept_openssl.cpp has OpenSSL ask here.
void* allocate_kept(std::size_t size);
void* reallocate_kept(void* block, std::size_t size);
void deallocate_kept(void* block);

// Lends a container that is static, and empties it afterwards: an execution that leaves more
// memory behind than it found is made once more, in search of leaks.
template <class Container>
class Lent {
 public:
  explicit Lent(Container& kept) : kept_{kept} {}
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;
  ~Lent() { kept_.clear(); }

  Container& operator*() const { return kept_; }
  Container* operator->() const { return &kept_; }

 private:
  Container& kept_;
};

}  // namespace hallmark::fuzz

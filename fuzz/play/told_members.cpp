// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/told_members.hpp"

#include <algorithm>

#include "runner/oracle/answer_match.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Format;

// What is kept of one action and format.
constexpr std::size_t most_names = 256;
constexpr std::size_t longest_name = 256;  // bytes

Format other(Format format) { return format == Format::xml ? Format::json : Format::xml; }
std::string_view name_of(Format format) { return format == Format::xml ? "XML" : "JSON"; }

// XML has no null and no empty list: what is empty may as well be missing.
bool holds_something(const runner::Node& node) {
  return node.is_scalar() ? !node.text.empty() && node.kind != runner::Node::Kind::null
                          : !node.children.empty();
}

}  // namespace

ToldMembers::Names ToldMembers::names_of(const runner::Reply& reply) {
  Names names;
  for (const runner::Node& member : reply.tree.children) {
    names.present.emplace(member.name);
    if (holds_something(member)) names.told.emplace(member.name);
  }
  return names;
}

void ToldMembers::add(std::size_t at, const Step& step, const runner::Reply& reply) {
  Step key = step;
  key.variant = 0;
  key.wait = 0;
  key.together = false;
  key.again = Guise::none;
  cases::Variant variant = Vocabulary::get().variants[step.variant];
  const Format format = variant.format;
  variant.format = Format::xml;
  auto call = std::ranges::find_if(
      calls_, [&](const Repeated& known) { return known.step == key && known.variant == variant; });
  if (call == calls_.end()) call = calls_.insert(call, {std::move(key), variant, {}});
  call->answers.push_back({at, format, runner::describe(reply), names_of(reply)});

  Memory& memory = memory_[static_cast<std::size_t>(step.action)][format == Format::xml ? 0 : 1];
  ++memory.answers;
  const Names& names = call->answers.back().names;
  for (const std::string& name : names.present) {
    const bool has_room = memory.names.size() < most_names && name.size() <= longest_name;
    if (!has_room && !memory.names.contains(name)) {
      memory.is_full = true;
      continue;
    }
    memory.names[name] += names.told.contains(name) ? 1 : 0;
  }
}

bool ToldMembers::compares(const Repeated& call) {
  const auto& answers = call.answers;
  if (answers.size() < 4 || answers.front().format != answers.back().format) return false;
  return std::ranges::count(answers, other(answers.front().format), &Answer::format) >= 2;
}

bool ToldMembers::compares() const {
  return std::ranges::any_of(calls_, [](const Repeated& call) { return compares(call); });
}

bool ToldMembers::always(const Repeated& call, Format format, const std::string& name) const {
  const Memory& memory = memory_of(call.step.action, format);
  const auto known = memory.names.find(name);
  return known != memory.names.end() && known->second == memory.answers;
}

bool ToldMembers::never(const Repeated& call, Format format, const std::string& name) const {
  const Memory& memory = memory_of(call.step.action, format);
  return !memory.is_full && !memory.names.contains(name);
}

std::optional<ToldMembers::Difference> ToldMembers::difference() const {
  for (const Repeated& call : calls_) {
    if (!compares(call)) continue;
    for (const Format format : {Format::xml, Format::json}) {
      const auto one = std::ranges::find(call.answers, format, &Answer::format);
      for (const std::string& name : one->names.told) {
        if (!always(call, format, name) || !never(call, other(format), name)) continue;
        const auto times = [&](Format of) {
          return std::to_string(std::ranges::count(call.answers, of, &Answer::format));
        };
        const Answer& last = call.answers.back();
        return Difference{.step = last.at,
                          .shape = last.shape,
                          .got = name + " in " + std::string{name_of(format)} + " each of " +
                                 times(format) + " times, in " +
                                 std::string{name_of(other(format))} + " none of " +
                                 times(other(format))};
      }
    }
  }
  return std::nullopt;
}

}  // namespace hallmark::fuzz

// SPDX-License-Identifier: Apache-2.0
//
// The byte form: a head of 8 bytes for the world, then 17 bytes a step, then what its extras need.
// A byte that is not there counts as 0, and 0 everywhere is the plainest: honest StartInstance
// calls for the own instance of a Stopped world. Common things have many bytes that stand for them.
#include <algorithm>
#include <array>

#include "fuzz/grammar/history.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Condition;
using Byte = std::uint8_t;

// What a byte stands for, by its last four bits; encoding takes the first place.
constexpr std::array<CalledAction, 16> actions = {CalledAction::start,
                                                  CalledAction::reboot,
                                                  CalledAction::reactivate,
                                                  CalledAction::stop,
                                                  CalledAction::describe_instance_attribute,
                                                  CalledAction::start,
                                                  CalledAction::reboot,
                                                  CalledAction::start,
                                                  CalledAction::reboot,
                                                  CalledAction::reactivate,
                                                  CalledAction::start,
                                                  CalledAction::reboot,
                                                  CalledAction::describe_instances,
                                                  CalledAction::describe_instance_status,
                                                  CalledAction::start,
                                                  CalledAction::reactivate};
constexpr std::array<cases::Encoding, 16> encodings = {
    cases::Encoding::canonical, cases::Encoding::lower_hex, cases::Encoding::every_byte,
    cases::Encoding::plus,      cases::Encoding::bare,      cases::Encoding::canonical,
    cases::Encoding::canonical, cases::Encoding::canonical, cases::Encoding::canonical,
    cases::Encoding::canonical, cases::Encoding::canonical, cases::Encoding::canonical,
    cases::Encoding::canonical, cases::Encoding::canonical, cases::Encoding::canonical,
    cases::Encoding::canonical};

consteval bool have_a_byte_for_each() {
  for (const ActionRow& row : action_rows) {
    if (std::ranges::find(actions, row.action) == actions.end()) throw "no byte means that action";
  }
  return std::ranges::find(encodings, cases::Encoding::bare) != encodings.end();
}
static_assert(have_a_byte_for_each());

template <class Value>
Byte place_of(const std::array<Value, 16>& values, Value value) {
  return static_cast<Byte>(std::find(values.begin(), values.end(), value) - values.begin());
}

constexpr Byte rare = 192;          // from here on a byte says that something unusual follows
constexpr Byte forged_nibble = 15;  // one request in 16 is treated

class Reader {
 public:
  explicit Reader(std::span<const Byte> bytes) : bytes_{bytes} {}
  [[nodiscard]] bool at_end() const { return bytes_.empty(); }
  Byte next() {
    if (bytes_.empty()) return 0;
    const Byte byte = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return byte;
  }
  // One of `count`, the first for most bytes.
  Byte mostly_first(std::size_t count) {
    const Byte byte = next();
    return byte < rare ? Byte{0} : static_cast<Byte>((byte - rare) % count);
  }
  std::string text(std::size_t size) {
    const std::size_t taken = std::min(size, bytes_.size());
    std::string text{bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(taken)};
    bytes_ = bytes_.subspan(taken);
    return text;
  }

 private:
  std::span<const Byte> bytes_;
};

Byte written_mostly_first(Byte number) {
  return number == 0 ? Byte{0} : static_cast<Byte>(rare + number);
}

Step read_step(Reader& in, const Vocabulary& words) {
  Step step;
  step.action = actions[in.next() % actions.size()];
  const Byte unusual_id = in.next();
  const Byte id = in.next();
  if (unusual_id >= rare) step.id = static_cast<Byte>(id % words.ids.size());
  step.id_encoding = encodings[in.next() % encodings.size()];
  for (Byte* const flag : flags_of(step)) *flag = in.mostly_first(words.booleans.size());
  step.variant = static_cast<Byte>(in.next() % words.variants.size());
  step.wait = in.mostly_first(words.waits.size());
  const bool treated = in.next() % 16 == forged_nibble;
  const unsigned high = in.next();
  const unsigned treatment = high * 256 + in.next();
  step.back = static_cast<Byte>(1 + in.next() % max_back);
  if (treated) {
    step.treatment = static_cast<std::uint16_t>(treatment % words.treatments.size());
  }
  step.by_other = in.next() >= 240;
  step.together = in.next() >= rare;
  step.again = static_cast<Guise>(in.mostly_first(guise_names.size()));
  const Byte extras = in.next();
  const std::size_t count = extras < rare ? 0 : extras < 240 ? 1 : 2;
  for (std::size_t i = 0; i < count; ++i) {
    Extra extra;
    extra.word = static_cast<Byte>(in.next() % words.extras.size());
    extra.encoding = encodings[in.next() % encodings.size()];
    const std::size_t size = in.next() % (max_extra_text + 2);
    if (size > 0) extra.text = in.text(size - 1);
    step.extras.push_back(std::move(extra));
  }
  return step;
}

void write_step(std::vector<Byte>& out, const Step& step) {
  out.push_back(place_of(actions, step.action));
  out.push_back(step.id == own_id ? Byte{0} : rare);
  out.push_back(step.id);
  out.push_back(place_of(encodings, step.id_encoding));
  for (const Byte flag : {step.init_local_disk, step.force_stop, step.dry_run}) {
    out.push_back(written_mostly_first(flag));
  }
  out.push_back(step.variant);
  out.push_back(written_mostly_first(step.wait));
  out.push_back(step.treatment == honest ? Byte{0} : forged_nibble);
  out.push_back(static_cast<Byte>(step.treatment / 256));
  out.push_back(static_cast<Byte>(step.treatment % 256));
  out.push_back(step.back == 0 ? Byte{0} : static_cast<Byte>(step.back - 1));
  out.push_back(step.by_other ? Byte{255} : Byte{0});
  out.push_back(step.together ? Byte{255} : Byte{0});
  out.push_back(written_mostly_first(static_cast<Byte>(step.again)));
  out.push_back(step.extras.empty() ? Byte{0} : step.extras.size() == 1 ? rare : Byte{255});
  for (const Extra& extra : step.extras) {
    out.push_back(extra.word);
    out.push_back(place_of(encodings, extra.encoding));
    out.push_back(extra.text ? static_cast<Byte>(extra.text->size() + 1) : Byte{0});
    if (extra.text) out.insert(out.end(), extra.text->begin(), extra.text->end());
  }
}

}  // namespace

History decode(std::span<const std::uint8_t> bytes, const Vocabulary& words) {
  Reader in{bytes};
  History history;
  // A world is Stopped where nothing else is said.
  history.fixture.status = static_cast<specs::InstanceStatus>((4 + in.next()) % 5);
  if (in.next() % 4 == 3) history.fixture.charge_type = cases::ChargeType::pre_paid;
  const std::size_t conditions = std::min<std::size_t>(in.next() / 64, max_conditions);
  for (std::size_t i = 0; i < max_conditions; ++i) {
    const Condition condition = cases::all_conditions[in.next() % cases::all_conditions.size()];
    if (i < conditions) history.fixture.conditions = history.fixture.conditions.with(condition);
  }
  const bool settles = in.next() % 2 == 1;
  const Byte settle = in.next();
  if (settles) history.fixture.settle_ms = settle;
  while (!in.at_end() && history.steps.size() < max_steps) {
    history.steps.push_back(read_step(in, words));
  }
  return well_formed(std::move(history), words);
}

std::vector<std::uint8_t> encode(const History& any, const Vocabulary& words) {
  const History history = well_formed(any, words);
  const cases::Fixture& fixture = history.fixture;
  std::vector<Byte> out;
  out.push_back(static_cast<Byte>((static_cast<unsigned>(fixture.status) + 1) % 5));
  out.push_back(fixture.charge_type == cases::ChargeType::pre_paid ? Byte{3} : Byte{0});
  std::vector<Byte> conditions;
  for (const Condition condition : cases::all_conditions) {
    if (fixture.conditions.contains(condition)) conditions.push_back(static_cast<Byte>(condition));
  }
  out.push_back(static_cast<Byte>(64 * conditions.size()));
  conditions.resize(max_conditions);
  out.insert(out.end(), conditions.begin(), conditions.end());
  out.push_back(fixture.settle_ms ? Byte{1} : Byte{0});
  out.push_back(static_cast<Byte>(fixture.settle_ms.value_or(0)));
  for (const Step& step : history.steps) write_step(out, step);
  return out;
}

}  // namespace hallmark::fuzz

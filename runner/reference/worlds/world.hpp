// SPDX-License-Identifier: Apache-2.0
//
// A world: one account and its instances. Nothing in one world is visible from another.
//
// Time passes only when somebody looks: the status of an instance is computed from the clock.
#pragma once

#include <array>
#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runner/reference/defects/past.hpp"
#include "runner/reference/signing/nonce_memory.hpp"
#include "runner/reference/signing/timestamps.hpp"

namespace hallmark::runner::reference {

inline constexpr std::string_view region_id = "cn-hangzhou";

enum class Status : std::uint8_t { pending, starting, running, stopping, stopped };
inline constexpr std::array all_statuses{Status::pending, Status::starting, Status::running,
                                         Status::stopping, Status::stopped};
[[nodiscard]] std::string_view to_text(Status status);
[[nodiscard]] std::optional<Status> status_from(std::string_view text);

enum class ChargeType : std::uint8_t { post_paid, pre_paid };
[[nodiscard]] std::string_view to_text(ChargeType type);
[[nodiscard]] std::optional<ChargeType> charge_type_from(std::string_view text);

// The conditions of the fixture protocol.
enum class Circumstance : std::uint8_t {
  security_lock,
  expired,
  overdue_recycling,
  image_expired,
  ecs_and_image_expired,
  pre_paid_expired,
  insufficient_balance,
  disk_incorrect_status,
  disk_in_arrears,
  not_ready,
  unreachable,
  kms_unauthorized,
  no_stock,
  spot_price_low,
  quota_type,
  quota_instances,
  quota_vcpus,
  quota_instances_or_vcpus,
  local_disk,
  local_disk_failed,
  service_error,
  service_failure,
  count,
};
[[nodiscard]] std::string_view to_text(Circumstance condition);
[[nodiscard]] std::optional<Circumstance> condition_from(std::string_view text);

class Conditions {
 public:
  [[nodiscard]] bool has(Circumstance condition) const { return bits_[index(condition)]; }
  void add(Circumstance condition) { bits_.set(index(condition)); }
  void remove(Circumstance condition) { bits_.reset(index(condition)); }

  friend bool operator==(const Conditions&, const Conditions&) = default;

 private:
  static std::size_t index(Circumstance condition) { return static_cast<std::size_t>(condition); }
  std::bitset<static_cast<std::size_t>(Circumstance::count)> bits_;
};

// How much later than its call a fault does what it does.
struct Delay {
  std::chrono::milliseconds time;
  bool once_settled = false;  // counted from when the instance has settled, not from the call
};

// The last call that an instance obeyed.
enum class Deed : std::uint8_t { none, start, reboot, reactivation };

enum class LastStop : std::uint8_t { none, graceful, forced };

// The statuses that an instance still has before it, the present one first.
class Route {
 public:
  static constexpr std::size_t longest = 4;

  template <class... Rest>
  explicit Route(Status first, Rest... rest)
      : stations_{first, rest...}, length_{1 + sizeof...(rest)} {
    static_assert(1 + sizeof...(rest) <= longest);
  }

  [[nodiscard]] Status here() const { return stations_[position_]; }
  [[nodiscard]] Status last() const { return stations_[length_ - 1U]; }
  [[nodiscard]] bool at_end() const { return position_ + 1U == length_; }
  void move_on() { ++position_; }
  void finish() { position_ = static_cast<std::uint8_t>(length_ - 1); }

  friend bool operator==(const Route&, const Route&) = default;

 private:
  std::array<Status, longest> stations_;
  std::uint8_t length_;
  std::uint8_t position_ = 0;
};

class Instance {
 public:
  struct Traits {
    std::string id;
    ChargeType charge_type = ChargeType::post_paid;
    Conditions conditions;
    // How long each transitory status lasts; absent: for ever.
    std::optional<std::chrono::milliseconds> settle;
    std::string type = {};  // as RunInstances was told; empty: what its disks ask for
  };

  // It stays in `status`, transitory or not, until it is told to leave.
  Instance(Traits traits, Status status, Time now);

  [[nodiscard]] const std::string& id() const { return traits_.id; }
  [[nodiscard]] ChargeType charge_type() const { return traits_.charge_type; }
  [[nodiscard]] std::string_view type() const;
  [[nodiscard]] Time created() const { return created_; }
  [[nodiscard]] Conditions& conditions() { return traits_.conditions; }
  [[nodiscard]] const Conditions& conditions() const { return traits_.conditions; }

  [[nodiscard]] Status status(Time now);
  void depart(Route route, Time now);
  // Whether it has come to its last status after a call that it obeyed.
  [[nodiscard]] bool has_settled(Time now);

  // Of faults that show late: it becomes `other`, which was this instance up to `now`, when `delay`
  // has passed; nothing, where that makes no difference.
  void turn_into(Instance other, Delay delay, Time now);

  // What the fixture protocol tells beyond the API.
  bool local_disk_data_lost = false;
  LastStop last_stop = LastStop::none;

  Deed last_deed = Deed::none;
  Time last_deed_at{};

  Past past;  // of faulty endpoints

 private:
  struct Turn;

  void travel(Time now);
  void take_turn(Time now);

  Traits traits_;
  Route route_;
  Time arrived_;  // at the present station of the route
  Time created_;
  std::shared_ptr<const Turn> turn_;
};

// Whether the account has to pay before the instance runs again, in one of the ways that the
// conditions tell apart.
[[nodiscard]] bool is_expired(const Instance& instance);

struct Tenant {
  std::string access_key_id;
  std::string access_key_secret;
  std::string fixture_instance_id;  // empty where there was no fixture

  std::mutex turn;   // of faults that show late: whose call it is
  std::mutex mutex;  // guards what follows
  std::map<std::string, Instance, std::less<>> instances;
  NonceMemory nonces;
  Past past;         // of faulty endpoints
  std::string host;  // so too: to which the first call that was signed well was sent
};

using TenantPointer = std::shared_ptr<Tenant>;

// Every world there is. Safe to be called from any number of threads.
class Tenants {
 public:
  explicit Tenants(std::size_t limit) : limit_{limit} {}

  [[nodiscard]] std::size_t limit() const { return limit_; }

  // False if there are too many worlds already.
  [[nodiscard]] bool add(const std::string& fixture_id, TenantPointer world);
  // Has no fixture id and does not count.
  void add_permanent(TenantPointer world);
  // False if there was none.
  bool remove(std::string_view fixture_id);

  [[nodiscard]] TenantPointer by_fixture_id(std::string_view fixture_id) const;
  [[nodiscard]] TenantPointer by_access_key_id(std::string_view access_key_id) const;
  [[nodiscard]] std::vector<TenantPointer> all() const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Index = std::unordered_map<std::string, TenantPointer, Hash, std::equal_to<>>;

  static TenantPointer find(const Index& index, std::string_view key);

  mutable std::shared_mutex mutex_;
  Index by_fixture_id_;
  Index by_access_key_id_;
  std::size_t limit_;
};

}  // namespace hallmark::runner::reference

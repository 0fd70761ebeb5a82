// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/shim_process.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <utility>

#include "reports/text.hpp"
#include "runner/client_role/shim_line.hpp"
#include "runner/wire/as_pair.hpp"
#include "runner/wire/child_process.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace net = boost::asio;
using boost::system::error_code;

// Bytes. A client that was answered with 20 MB of text hands them on, each byte perhaps as six.
constexpr std::size_t line_limit = 144U << 20U;
constexpr std::size_t strays_limit = 50'000;       // lines
constexpr std::size_t errors_limit = 512U << 20U;  // debugging is no fault
constexpr std::size_t words_kept = 4096;
constexpr std::size_t strays_kept = 8;
constexpr auto time_to_leave = 2s;
constexpr auto time_after_a_stray = 2s;
constexpr auto watch_every = 100ms;
constexpr const char* zone = "Asia/Shanghai";

// What its user has set stays as it is.
std::vector<std::string> environment(std::uint64_t memory) {
  std::vector<std::string> all = environment_without_secrets();
  const auto add = [&all](const char* name, const std::string& value) {
    if (std::getenv(name) == nullptr) all.push_back(std::string{name} + "=" + value);
  };
  // A client that takes the local time for UTC is seen where the two differ.
  std::error_code none;
  const bool known = std::filesystem::exists(std::string{"/usr/share/zoneinfo/"} + zone, none);
  add("TZ", known ? zone : "CST-8");
  // Runtimes that collect late grow as far as the machine allows, unless they are told.
  const std::uint64_t heap = memory / 3 * 2;
  add("JAVA_TOOL_OPTIONS", "-Xmx" + std::to_string(heap >> 10U) + "k");
  add("GOMEMLIMIT", std::to_string(heap));
  return all;
}

// The most bytes that the process has held, and its children.
std::uint64_t memory_of(pid_t pid, int depth = 0) {
  const std::string folder = "/proc/" + std::to_string(pid);
  std::uint64_t bytes = 0;
  std::ifstream status{folder + "/status"};
  for (std::string word; status >> word;) {
    if (word != "VmHWM:") continue;
    status >> bytes;
    bytes <<= 10U;
    break;
  }
  if (depth >= 8) return bytes;
  std::ifstream children{folder + "/task/" + std::to_string(pid) + "/children"};
  for (pid_t child = 0; children >> child;) bytes += memory_of(child, depth + 1);
  return bytes;
}

// Both ends; -1 where none is to be had.
struct Ends {
  int ours = -1, theirs = -1;
  Ends() = default;
  Ends(const Ends&) = delete;
  Ends& operator=(const Ends&) = delete;
  ~Ends() {
    if (ours >= 0) ::close(ours);
    if (theirs >= 0) ::close(theirs);
  }
  // A socket for what is written, which raises no signal where nobody reads; a pipe for the rest.
  bool connect() {
    int both[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) != 0) return false;
    ours = both[0];
    theirs = both[1];
    return true;
  }
  bool pipe() {
    int both[2];
    if (::pipe2(both, O_CLOEXEC) != 0) return false;
    ours = both[0];
    theirs = both[1];
    return true;
  }
  int take() { return std::exchange(ours, -1); }
};

}  // namespace

struct ShimProcess::Impl : std::enable_shared_from_this<Impl> {
  struct Waiting {
    explicit Waiting(const net::any_io_executor& executor) : timer{executor} {}
    net::steady_timer timer;
    std::optional<UserTold> told;
    std::string stray;  // what came in the place of an answer
  };

  Impl(net::any_io_executor with, ShimOptions what)
      : executor{std::move(with)},
        options{std::move(what)},
        input{executor},
        output{executor},
        errors{executor},
        watch{executor} {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { end("the run ended"); }

  std::optional<std::string> launch() {
    words.clear();
    stray_lines = 0;
    has_greeted = leaving = false;
    Ends to_program;
    Ends from_program;
    Ends complaints;
    int error = 0;
    if (!to_program.connect() || !from_program.pipe() || !complaints.pipe()) error = errno;
    if (error == 0) {
      error = spawn(
          options.command,
          {.input = to_program.theirs, .output = from_program.theirs, .errors = complaints.theirs},
          environment(options.memory), pid);
    }
    if (error != 0) {
      pid = -1;
      return options.command.front() + " cannot be started: " + std::strerror(error);
    }
    input.assign(net::local::stream_protocol{}, to_program.take());
    output.assign(from_program.take());
    errors.assign(complaints.take());
    ++generation;
    net::co_spawn(executor, read_lines(shared_from_this(), generation), net::detached);
    net::co_spawn(executor, read_errors(shared_from_this(), generation), net::detached);
    net::co_spawn(executor, watch_memory(shared_from_this(), generation), net::detached);
    return std::nullopt;
  }

  // The program is ended, and whoever waits for it is told why: how it ended by itself, or `why`.
  void end(std::string why) {
    if (pid < 0) return;
    int status = 0;
    bool ended = ::waitpid(pid, &status, WNOHANG) == pid;
    const bool by_itself = ended;
    ::kill(-pid, SIGKILL);  // the whole group, which may outlive its leader
    while (!ended && ::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    pid = -1;
    stuck = false;
    error_code ignored;
    input.close(ignored);
    output.close(ignored);
    errors.close(ignored);
    watch.cancel();
    lines.clear();
    received = {};
    fate = {.kind = UserTold::Kind::broke,
            .how = by_itself ? UserTold::Break::ended : UserTold::Break::other,
            .trouble = by_itself ? describe_end(status) : std::move(why)};
    for (const auto& [id, waiting] : std::exchange(waiting_for, {})) {
      waiting->told = fate;
      waiting->timer.cancel();
    }
    if (greeting) greeting->cancel();
  }

  // Under a call it is a finding about that call, otherwise about the shim.
  void end_by_itself() {
    const bool between = waiting_for.empty() && !greeting && !leaving;
    end("it closed its output");
    if (between) note_stray(fate.trouble + ", behind call " + std::to_string(last_id));
  }

  void send(std::string line) {
    line += '\n';
    lines.push_back(std::move(line));
    if (lines.size() == 1) {
      net::co_spawn(executor, write_lines(shared_from_this(), generation), net::detached);
    }
  }

  static net::awaitable<void> write_lines(std::shared_ptr<Impl> self, unsigned generation) {
    while (self->generation == generation && !self->lines.empty()) {
      const std::string line = self->lines.front();
      const auto [error, n] = co_await net::async_write(self->input, net::buffer(line), as_pair);
      if (error || self->generation != generation || self->lines.empty()) co_return;
      self->lines.pop_front();
    }
  }

  static net::awaitable<void> read_lines(std::shared_ptr<Impl> self, unsigned generation) {
    std::string chunk(64U << 10U, '\0');
    while (self->generation == generation) {
      const auto [error, count] =
          co_await self->output.async_read_some(net::buffer(chunk), as_pair);
      if (self->generation != generation || self->pid < 0) co_return;
      if (error) {
        co_await self->wait_for_the_end();
        if (self->generation == generation) self->end_by_itself();
        co_return;
      }
      for (std::string_view rest{chunk.data(), count}; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        self->received.append(rest.substr(0, end));
        if (self->received.is_too_long() || self->received.written() > line_limit) {
          self->end("it writes too much: a line of more than " +
                    std::to_string(self->received.written() >> 20U) + " MiB");
          co_return;
        }
        if (end == rest.size()) break;
        rest.remove_prefix(end + 1);
        self->hear(std::exchange(self->received, {}).text());
        if (self->generation != generation || self->pid < 0) co_return;
      }
    }
  }

  // Its exit status says more than the end of its output.
  net::awaitable<void> wait_for_the_end() {
    net::steady_timer timer{executor};
    for (int i = 0; i < 50 && pid >= 0; ++i) {
      siginfo_t info{};
      if (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
          info.si_pid == pid) {
        co_return;
      }
      timer.expires_after(10ms);
      co_await timer.async_wait(as_pair);
    }
  }

  static net::awaitable<void> read_errors(std::shared_ptr<Impl> self, unsigned generation) {
    std::string chunk(64U << 10U, '\0');
    std::size_t written = 0;
    while (self->generation == generation) {
      const auto [error, count] =
          co_await self->errors.async_read_some(net::buffer(chunk), as_pair);
      if (error) co_return;
      if (self->generation != generation || self->pid < 0) co_return;
      self->words.append(chunk, 0, count);
      written += count;
      if (written > errors_limit) {
        self->words.resize(std::min(self->words.size(), words_kept));
        self->end("it writes too much: more than " + std::to_string(errors_limit >> 20U) +
                  " MiB to its standard error");
        co_return;
      }
      if (self->words.size() > 2 * words_kept) {
        self->words.erase(0, self->words.size() - words_kept);
      }
    }
  }

  static net::awaitable<void> watch_memory(std::shared_ptr<Impl> self, unsigned generation) {
    while (self->generation == generation && self->pid >= 0) {
      if (self->is_too_large()) co_return;
      if (self->greeting && self->options.stop && self->options.stop()) {
        self->end("nobody waits for its greeting any more");
        co_return;
      }
      self->watch.expires_after(watch_every);
      co_await self->watch.async_wait(as_pair);
    }
  }

  // Then it has been ended.
  bool is_too_large() {
    if (memory_of(pid) <= options.memory) return false;
    end("it took more than " + std::to_string(options.memory >> 20U) + " MiB of memory");
    return true;
  }

  void hear(const std::string& line) {
    if (greeting && !std::exchange(has_greeted, true)) {
      greeted = read_hello(line);
      greeting->cancel();
      return;
    }
    auto answer = read_answer(line);
    if (const auto* wrong = std::get_if<std::string>(&answer)) {
      if (++stray_lines <= strays_limit) return note_stray(*wrong);
      return end("it writes too much: more than " + reports::with_commas(strays_limit) +
                 " lines that are no answers");
    }
    if (is_too_large()) return;  // under this call, not the next one
    AnswerLine& read = std::get<AnswerLine>(answer);
    const auto found = waiting_for.find(read.id);
    if (found == waiting_for.end() && given_up.erase(read.id) != 0) return;
    if (found == waiting_for.end()) {
      return note_stray("it answered call " + std::to_string(read.id) +
                        (read.id <= last_id ? " twice" : ", which nobody made"));
    }
    found->second->told = std::move(read.told);
    found->second->timer.cancel();
    waiting_for.erase(found);
  }

  void note_stray(std::string what) {
    if (!waiting_for.empty()) {
      what += " (under way: call " + std::to_string(waiting_for.begin()->first) + ")";
    }
    if (strays.size() < strays_kept) strays.push_back(what);
    // Perhaps it was meant for an answer: there is not much to wait for.
    if (waiting_for.size() != 1) return;
    Waiting& only = *waiting_for.begin()->second;
    only.stray = std::move(what);
    const auto soon = std::chrono::steady_clock::now() + time_after_a_stray;
    if (soon < only.timer.expiry()) only.timer.expires_at(soon);
  }

  net::any_io_executor executor;
  ShimOptions options;
  net::local::stream_protocol::socket input;  // of the program
  net::posix::stream_descriptor output, errors;
  net::steady_timer watch;
  std::deque<std::string> lines;  // on their way
  ShimLine received;              // after the last line feed
  std::size_t stray_lines = 0;    // that are no answers
  std::string words;              // of its standard error
  std::map<std::int64_t, std::shared_ptr<Waiting>> waiting_for;
  std::set<std::int64_t> given_up;            // calls that were not answered in time
  std::optional<net::steady_timer> greeting;  // it has not greeted yet
  std::variant<Hello, std::string> greeted = std::string{"it has not greeted"};
  Hello known;  // its last greeting
  UserTold fate{
      .kind = UserTold::Kind::broke};  // how it ended, as calls are told that come behind its end
  std::vector<std::string> strays;
  std::int64_t last_id = 0;
  unsigned generation = 0;  // how often it was started
  pid_t pid = -1;
  bool has_greeted = false;
  bool leaving = false;  // it was told to
  bool stuck = false;
};

ShimProcess::ShimProcess(net::any_io_executor executor, ShimOptions options)
    : impl_{std::make_shared<Impl>(std::move(executor), std::move(options))} {}
ShimProcess::~ShimProcess() { kill(); }

net::awaitable<std::optional<std::string>> ShimProcess::start() {
  const std::shared_ptr<Impl> impl = impl_;
  impl->end("it is started again");
  impl->greeted = std::string{"it gave no greeting within " +
                              std::to_string(impl->options.patience.count()) + " ms"};
  if (auto trouble = impl->launch()) co_return trouble;
  impl->greeting.emplace(impl->executor, impl->options.patience);
  impl->send(hello_line());
  co_await impl->greeting->async_wait(as_pair);
  impl->greeting.reset();
  if (impl->pid < 0) co_return impl->fate.trouble;
  if (const auto* wrong = std::get_if<std::string>(&impl->greeted)) {
    std::string said = *wrong;
    impl->end("its greeting was wrong");
    co_return said;
  }
  impl->known = std::get<Hello>(impl->greeted);
  co_return std::nullopt;
}

const Hello& ShimProcess::hello() const { return impl_->known; }
bool ShimProcess::running() const { return impl_->pid >= 0; }
std::size_t ShimProcess::under_way() const { return impl_->waiting_for.size(); }
bool ShimProcess::stuck() const { return impl_->stuck; }
void ShimProcess::kill() { impl_->end("it was ended"); }
const std::vector<std::string>& ShimProcess::strays() const { return impl_->strays; }

std::string ShimProcess::last_words() const {
  const std::string& words = impl_->words;
  return words.size() > words_kept ? words.substr(words.size() - words_kept) : words;
}

net::awaitable<UserTold> ShimProcess::call(CallLine call, std::chrono::milliseconds patience) {
  const std::shared_ptr<Impl> impl = impl_;
  if (impl->pid < 0) co_return impl->fate;
  call.id = ++impl->last_id;
  const auto waiting = std::make_shared<Impl::Waiting>(impl->executor);
  impl->waiting_for.emplace(call.id, waiting);
  impl->send(line_of(call, hello()));
  waiting->timer.expires_after(patience);
  // A stray line brings the end forward.
  while (!waiting->told && std::chrono::steady_clock::now() < waiting->timer.expiry()) {
    co_await waiting->timer.async_wait(as_pair);
  }
  if (waiting->told) co_return *std::move(waiting->told);
  impl->waiting_for.erase(call.id);
  impl->given_up.insert(call.id);
  impl->stuck = true;
  if (impl->waiting_for.empty()) impl->end("it is stuck");
  UserTold nothing{.kind = UserTold::Kind::broke, .trouble = waiting->stray};
  if (nothing.trouble.empty()) {
    nothing.how = UserTold::Break::silent;
    nothing.trouble = "it gave no answer within " + std::to_string(patience.count()) + " ms";
  }
  co_return nothing;
}

net::awaitable<void> ShimProcess::leave() {
  const std::shared_ptr<Impl> impl = impl_;
  if (impl->pid < 0) co_return;
  impl->leaving = true;
  impl->send(bye_line());
  net::steady_timer timer{impl->executor};
  const auto deadline = std::chrono::steady_clock::now() + time_to_leave;
  while (impl->pid >= 0 && std::chrono::steady_clock::now() < deadline) {
    timer.expires_after(10ms);
    co_await timer.async_wait(as_pair);
  }
  impl->end("it did not leave");
}

}  // namespace hallmark::runner

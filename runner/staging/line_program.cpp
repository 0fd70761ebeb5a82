// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/line_program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <deque>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/wire/as_pair.hpp"
#include "runner/wire/child_process.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr auto time_to_leave = 1s;
// An interpreter that starts while the machine is busy is slow once.
constexpr int times_longer_at_first = 6;

// write(2), but EPIPE instead of SIGPIPE.
ssize_t write_quietly(int descriptor, std::string_view text) {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  const ssize_t written = ::write(descriptor, text.data(), text.size());
  const int error = errno;
  if (written < 0 && error == EPIPE) {
    constexpr timespec at_once{};
    sigtimedwait(&pipe, nullptr, &at_once);  // nothing pending where SIGPIPE is ignored
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return written;
}

// A pipe that no other child inherits.
class Pipe {
 public:
  Pipe() : made_{::pipe2(ends_.data(), O_CLOEXEC) == 0} {}
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : ends_) {
      if (end >= 0) ::close(end);
    }
  }
  [[nodiscard]] bool made() const { return made_; }
  [[nodiscard]] int reading() const { return ends_[0]; }
  [[nodiscard]] int writing() const { return ends_[1]; }
  [[nodiscard]] int take_reading() { return std::exchange(ends_[0], -1); }
  [[nodiscard]] int take_writing() { return std::exchange(ends_[1], -1); }

 private:
  std::array<int, 2> ends_{-1, -1};
  bool made_;
};

}  // namespace

struct LineProgram::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::any_io_executor with, std::string what, std::chrono::milliseconds how_long,
       LineCheck what_is_wrong, std::function<Going()> how_far)
      : executor{std::move(with)},
        command{std::move(what)},
        usual_patience{how_long},
        check{std::move(what_is_wrong)},
        going{std::move(how_far)},
        input{executor},
        output{executor},
        timer{executor} {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { dismiss(); }

  // One question at a time. Passes the turn on, whatever happens.
  class Turn {
   public:
    explicit Turn(std::shared_ptr<Impl> impl) : impl_{std::move(impl)} {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
      if (impl_->waiting.empty()) {
        impl_->busy = false;
        return;
      }
      const auto next = std::move(impl_->waiting.front());
      impl_->waiting.pop_front();
      next->cancel();
    }

   private:
    std::shared_ptr<Impl> impl_;
  };

  asio::awaitable<void> wait_for_turn() {
    if (!busy) {
      busy = true;
      co_return;
    }
    const auto place = std::make_shared<asio::steady_timer>(executor, Clock::time_point::max());
    waiting.push_back(place);
    co_await place->async_wait(as_pair);
  }

  asio::awaitable<bool> write(std::string text) {
    std::string_view rest = text;
    while (!rest.empty() && !late) {
      const ssize_t written = write_quietly(input.native_handle(), rest);
      if (written > 0) {
        rest.remove_prefix(static_cast<std::size_t>(written));
      } else if (errno == EAGAIN) {
        const auto [error] =
            co_await input.async_wait(asio::posix::descriptor_base::wait_write, as_pair);
        if (error) co_return false;
      } else if (errno != EINTR) {
        co_return false;
      }
    }
    co_return rest.empty();
  }

  // One line without its line feed, or what kept us from having it.
  asio::awaitable<Result<std::string>> read() {
    for (std::size_t looked = 0;;) {
      const std::size_t end = received.find('\n', looked);
      if (end != std::string::npos && end <= line_limit) {
        std::string line = received.substr(0, end);
        received.erase(0, end + 1);
        co_return line;
      }
      if (received.size() > line_limit) {
        co_return Error{Fault::too_large,
                        "it wrote a line of more than " + std::to_string(line_limit) + " bytes"};
      }
      if (late) co_return Error{Fault::timeout, {}};
      looked = received.size();
      const auto [error, count] = co_await output.async_read_some(asio::buffer(chunk), as_pair);
      if (error) co_return Error{Fault::closed, "it closed its output"};
      received.append(chunk.data(), count);
    }
  }

  // What nobody asked for: an answer that comes behind it would be taken for another question's.
  bool has_more_to_say() {
    if (!received.empty()) return true;
    const ssize_t got = ::read(output.native_handle(), chunk.data(), chunk.size());
    if (got > 0) received.append(chunk.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  asio::awaitable<Result<std::string>> converse(std::string line) {
    if (has_more_to_say())
      co_return Error{Fault::malformed, "it wrote more than one line to a call"};
    arm();
    Result<std::string> answer{Error{Fault::closed, "it closed its input"}};
    line += '\n';
    const bool sent = co_await write(std::move(line));
    if (sent) answer = co_await read();
    disarm();
    if (!answer && late) {
      co_return Error{Fault::timeout,
                      "it gave no answer within " + std::to_string(patience().count()) + " ms"};
    }
    has_answered = true;
    if (answer) {
      if (auto wrong = check(*answer)) co_return Error{Fault::malformed, *std::move(wrong)};
    }
    co_return answer;
  }

  [[nodiscard]] std::chrono::milliseconds patience() const {
    return has_answered ? usual_patience : usual_patience * times_longer_at_first;
  }

  void arm() {
    late = false;
    deadline = Clock::now() + patience();
    ++round;
    look_at_the_clock();
  }

  void look_at_the_clock() {
    constexpr auto between_looks = 50ms;
    timer.expires_at(going ? std::min(deadline, Clock::now() + between_looks) : deadline);
    timer.async_wait([weak = weak_from_this(), mine = round](const error_code& error) {
      const auto self = weak.lock();
      if (error || !self || self->round != mine) return;
      const bool is_awaited = !self->going || self->going() != Going::ended;
      if (is_awaited && Clock::now() < self->deadline) return self->look_at_the_clock();
      self->late = true;
      error_code ignored;
      self->input.cancel(ignored);  // not closed: the program is not to notice before it is ended
      self->output.cancel(ignored);
    });
  }

  void disarm() {
    ++round;  // for a timer that has already gone off
    timer.cancel();
  }

  // Ends the program. How it ended by itself; empty when it was ended here.
  std::string end() {
    if (pid < 0) return {};
    int status = 0;
    const bool ended = ::waitpid(pid, &status, WNOHANG) == pid;
    ::kill(-pid, SIGKILL);  // the whole group, which may outlive its leader
    while (!ended && ::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    pid = -1;
    error_code ignored;
    input.close(ignored);
    output.close(ignored);
    const bool by_us = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    return by_us ? std::string{} : describe_end(status);
  }

  // Lets the program come to its end, then makes it.
  void dismiss() {
    error_code ignored;
    input.close(ignored);
    const auto last_moment = Clock::now() + time_to_leave;
    while (pid >= 0 && output.is_open()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(last_moment - Clock::now());
      pollfd readable{.fd = output.native_handle(), .events = POLLIN, .revents = 0};
      if (left <= 0ms || ::poll(&readable, 1, static_cast<int>(left.count())) <= 0) break;
      const ssize_t got = ::read(output.native_handle(), chunk.data(), chunk.size());
      if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) break;
    }
    end();
  }

  asio::any_io_executor executor;
  std::string command;
  std::chrono::milliseconds usual_patience;
  bool has_answered = false;
  LineCheck check;
  std::function<Going()> going;
  Clock::time_point deadline;            // of the question
  asio::posix::stream_descriptor input;  // of the program
  asio::posix::stream_descriptor output;
  asio::steady_timer timer;
  std::array<char, 16U << 10U> chunk{};
  std::string received;  // after the last line feed
  std::optional<Error> trouble;
  std::deque<std::shared_ptr<asio::steady_timer>> waiting;  // for the turn, first come first served
  bool busy = false;
  bool late = false;
  unsigned round = 0;  // which question the timer is for
  pid_t pid = -1;
};

LineProgram::LineProgram(asio::any_io_executor executor, std::string command,
                         std::chrono::milliseconds patience, LineCheck check,
                         std::function<Going()> going)
    : impl_{std::make_shared<Impl>(std::move(executor), std::move(command), patience,
                                   std::move(check), std::move(going))} {}

LineProgram::~LineProgram() { impl_->dismiss(); }

std::optional<std::string> LineProgram::start() {
  Pipe to_program;
  Pipe from_program;
  int error = to_program.made() && from_program.made() ? 0 : errno;
  if (error == 0) {
    error = spawn({"/bin/sh", "-c", impl_->command},
                  {.input = to_program.reading(), .output = from_program.writing()},
                  environment_without_secrets(), impl_->pid);
  }
  if (error != 0) {
    impl_->pid = -1;
    return std::string{"it cannot be started: "} + std::strerror(error);
  }
  impl_->input.assign(to_program.take_writing());
  impl_->output.assign(from_program.take_reading());
  impl_->input.native_non_blocking(true);
  impl_->output.non_blocking(true);
  return std::nullopt;
}

asio::awaitable<Result<std::string>> LineProgram::ask(std::string line) {
  const std::shared_ptr<Impl> impl = impl_;
  co_await impl->wait_for_turn();
  const Impl::Turn turn{impl};
  if (impl->trouble) co_return *impl->trouble;
  if (impl->pid < 0) co_return Error{Fault::closed, "it was not started"};
  Result<std::string> answer = co_await impl->converse(std::move(line));
  if (!answer) {
    Error error = answer.error();
    // Where it has ended by itself without a word, that is the better explanation.
    std::string how = impl->end();
    if (error.fault != Fault::malformed && !how.empty()) error = {Fault::closed, std::move(how)};
    impl->trouble = std::move(error);
    co_return *impl->trouble;
  }
  co_return answer;
}

}  // namespace hallmark::runner

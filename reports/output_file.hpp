// SPDX-License-Identifier: Apache-2.0
//
// Files that the user names, to be written: one way to open them, which never waits. Whoever opens
// a pipe as usual waits until somebody reads it, for ever where nobody does.
#pragma once

#include <fcntl.h>
#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>

namespace hallmark::reports {

// Why a file cannot be written, where errno has no word for it.
enum class OutputTrouble : std::uint8_t { pipe_without_reader = 1, socket, block_device, no_file };
[[nodiscard]] std::error_code make_error_code(OutputTrouble trouble);

// /dev/stdout, /dev/stderr, /dev/fd/N: what this process was given already. It is written where it
// stands, and not opened anew: what is written there already stays.
[[nodiscard]] bool is_given_already(const std::string& path);

// Open for writing; closed with its end.
class OutputFile {
 public:
  OutputFile() = default;  // is not open
  // Regular files, character devices, and pipes that somebody reads. `how`: O_CREAT, O_TRUNC,
  // O_APPEND. Throws std::system_error, as do write() and close().
  explicit OutputFile(const std::string& path, int how, mode_t permissions = 0644);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&& other) noexcept;
  ~OutputFile();

  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] bool is_regular() const;
  [[nodiscard]] bool is_pipe() const;

  void write(std::string_view bytes);  // all of them
  void close();

 private:
  std::string path_;  // for complaints
  int number_ = -1;
};

// For those who write with <<. What cannot be written sets badbit, and errno.
class OutputStream final : public std::ostream {
 public:
  explicit OutputStream(OutputFile& file);  // which must outlive it
  OutputStream(const OutputStream&) = delete;
  OutputStream& operator=(const OutputStream&) = delete;
  ~OutputStream() override;

 private:
  class Buffer;
  std::unique_ptr<Buffer> buffer_;
};

}  // namespace hallmark::reports

template <>
struct std::is_error_code_enum<hallmark::reports::OutputTrouble> : std::true_type {};

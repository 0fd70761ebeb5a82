// SPDX-License-Identifier: Apache-2.0
#include "reports/output_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <string>
#include <system_error>

#include "reports/testing/temporary_file.hpp"

namespace hallmark::reports {
namespace {

std::string trouble_opening(const std::string& path) {
  try {
    const OutputFile file{path, O_CREAT | O_TRUNC};
    return file.is_open() ? "none" : "it is not open";
  } catch (const std::system_error& error) {
    return error.code().message();
  }
}

TEST(OutputFile, IsWritten) {
  const testing::TemporaryFile place;
  place.fill("what was there before");
  OutputFile file{place.path(), O_TRUNC};
  EXPECT_TRUE(file.is_regular());
  file.write("one, ");
  OutputStream{file} << 2 << std::string(100'000, '.') << std::flush;
  file.close();
  EXPECT_EQ(place.content(), "one, 2" + std::string(100'000, '.'));
  OutputFile{place.path(), O_APPEND}.write("end");
  EXPECT_TRUE(place.content().ends_with("end"));
}

TEST(OutputFile, IsADeviceToo) {
  EXPECT_EQ(trouble_opening("/dev/null"), "none");
  OutputFile full{"/dev/full", 0};
  EXPECT_THROW(full.write("x"), std::system_error);
  OutputStream stream{full};
  EXPECT_FALSE(stream << "x" << std::flush);
}

TEST(OutputFile, IsNeitherAFolderNorInOneThatIsNot) {
  EXPECT_EQ(trouble_opening("/tmp"), "Is a directory");
  EXPECT_EQ(trouble_opening("/nowhere/x"), "No such file or directory");
  EXPECT_EQ(trouble_opening(""), "No such file or directory");
}

TEST(OutputFile, IsAPipeWhereSomebodyReads) {
  std::signal(SIGPIPE, SIG_IGN);
  const testing::TemporaryFile place;
  const std::string path = place.path() + ".pipe";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(trouble_opening(path), "it is a pipe that nobody reads");
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  OutputFile file{path, O_CREAT | O_TRUNC};
  EXPECT_TRUE(file.is_pipe());
  file.write("abc");
  char bytes[8] = {};
  EXPECT_EQ(read(reader, bytes, sizeof bytes), 3);
  EXPECT_STREQ(bytes, "abc");
  close(reader);
  EXPECT_THROW(file.write("abc"), std::system_error) << "who read has gone";
  unlink(path.c_str());
}

TEST(OutputFile, IsNoSocket) {
  const testing::TemporaryFile place;
  const std::string path = place.path() + ".s";
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  ASSERT_EQ(bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(trouble_opening(path), "it is a socket");
  close(listener);
  unlink(path.c_str());
}

TEST(OutputFile, IsWhatTheProcessWasGiven) {
  EXPECT_FALSE(is_given_already("/dev/null"));
  EXPECT_FALSE(is_given_already("/dev/fd/x"));
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string path = "/dev/fd/" + std::to_string(ends[1]);
  EXPECT_TRUE(is_given_already(path));
  OutputFile{path, O_TRUNC}.write("abc");
  char bytes[8] = {};
  EXPECT_EQ(read(ends[0], bytes, sizeof bytes), 3);
  EXPECT_EQ(trouble_opening("/dev/fd/" + std::to_string(ends[0])), "Bad file descriptor");
  EXPECT_EQ(trouble_opening("/dev/fd/98765"), "Bad file descriptor");
  for (const int end : ends) close(end);
}

}  // namespace
}  // namespace hallmark::reports

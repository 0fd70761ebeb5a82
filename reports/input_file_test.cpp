// SPDX-License-Identifier: Apache-2.0
#include "reports/input_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "reports/testing/temporary_file.hpp"

namespace hallmark::reports {
namespace {

std::string problem_of(const std::string& path, std::size_t limit = largest_input) {
  try {
    (void)read_input(path, limit);
    return "none";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(InputFile, IsReadWhole) {
  const testing::TemporaryFile file;
  EXPECT_EQ(read_input(file.path()), "");
  const std::string bytes = std::string{"a\0b\r\n", 5} + std::string(200'000, 'x');
  file.fill(bytes);
  EXPECT_EQ(read_input(file.path()), bytes);
  EXPECT_EQ(input_trouble(file.path()), std::nullopt);
}

TEST(InputFile, IsARegularOne) {
  EXPECT_EQ(problem_of("/nowhere/x"), "/nowhere/x: No such file or directory");
  EXPECT_EQ(problem_of("/tmp"), "/tmp: it is a folder");
  EXPECT_EQ(problem_of("/dev/zero"), "/dev/zero: it is no regular file");
  EXPECT_EQ(problem_of(""), ": No such file or directory");
}

// Nobody writes into it: who opened it as usual would wait for ever.
TEST(InputFile, IsNoPipe) {
  const testing::TemporaryFile file;
  const std::string path = file.path() + ".pipe";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(problem_of(path), path + ": it is no regular file");
  unlink(path.c_str());
}

TEST(InputFile, HasALimit) {
  constexpr std::size_t mebibyte = 1U << 20U;
  const testing::TemporaryFile file;
  file.fill(std::string(mebibyte, 'x'));
  EXPECT_EQ(problem_of(file.path(), mebibyte), "none");
  file.fill(std::string(mebibyte + 1, 'x'));
  EXPECT_EQ(problem_of(file.path(), mebibyte), file.path() + ": it is larger than 1 MiB");
  ASSERT_EQ(truncate(file.path().c_str(), off_t{1} << 40U), 0);
  EXPECT_EQ(problem_of(file.path()), file.path() + ": it is larger than 64 MiB");
  // Its size is told as 0.
  EXPECT_THAT(problem_of("/proc/self/maps", 0), ::testing::HasSubstr("larger"));
}

}  // namespace
}  // namespace hallmark::reports

// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/files/whole_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace hallmark::reports {
namespace {

class WholeFileIn : public ::testing::Test {
 protected:
  WholeFileIn() {
    std::string name = (std::filesystem::temp_directory_path() / "hallmark-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~WholeFileIn() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }
  static std::string content(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(WholeFileIn, HasItsNameWhenItIsWhole) {
  std::ofstream{path("a")} << "old";
  ASSERT_EQ(chmod(path("a").c_str(), 0600), 0);
  WholeFile file{path("a")};
  file.check();
  EXPECT_FALSE(std::filesystem::exists(file.partial()));
  std::ofstream{file.partial()} << "new";
  EXPECT_EQ(content(path("a")), "old");
  file.check();
  EXPECT_EQ(content(file.partial()), "new");
  file.finish();
  EXPECT_EQ(content(path("a")), "new");
  EXPECT_FALSE(std::filesystem::exists(file.partial()));
  struct stat status {};
  ASSERT_EQ(stat(path("a").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(WholeFileIn, IsDiscardedWithoutATrace) {
  std::ofstream{path("a")} << "old";
  WholeFile file{path("a")};
  std::ofstream{file.partial()} << "new";
  file.discard();
  EXPECT_FALSE(std::filesystem::exists(file.partial()));
  EXPECT_EQ(content(path("a")), "old");
}

TEST_F(WholeFileIn, IsWrittenAtOnceOrNotAtAll) {
  const auto write = [](std::ostream& out) { out << "new"; };
  write_whole(path("a"), write);
  EXPECT_EQ(content(path("a")), "new");
  EXPECT_FALSE(std::filesystem::exists(path("a.partial")));
  EXPECT_THROW(write_whole(path("nowhere/a"), write), std::system_error);
  EXPECT_THROW(write_whole("/dev/full", write), std::system_error);
}

TEST_F(WholeFileIn, FollowsALink) {
  std::ofstream{path("target")} << "old";
  std::filesystem::create_symlink("target", path("link"));
  const WholeFile file{path("link")};
  std::ofstream{file.partial()} << "new";
  file.finish();
  EXPECT_TRUE(std::filesystem::is_symlink(path("link")));
  EXPECT_EQ(content(path("target")), "new");
}

TEST_F(WholeFileIn, IsWrittenInPlaceWhereThatIsNoFile) {
  WholeFile file{"/dev/null"};
  EXPECT_EQ(file.partial(), "/dev/null");
  file.check();
  file.discard();
  file.finish();
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(WholeFileIn, KeepsAPipeOpenFromTheCheckOn) {
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_THROW(WholeFile{path("pipe")}.check(), std::system_error) << "nobody reads";
  const int reader = open(path("pipe").c_str(), O_RDONLY | O_NONBLOCK);
  WholeFile file{path("pipe")};
  file.check();
  char bytes[8] = {};
  EXPECT_LT(read(reader, bytes, sizeof bytes), 0) << "an end that is none";
  write_whole(file, [](std::ostream& out) { out << "abc"; });
  EXPECT_EQ(read(reader, bytes, sizeof bytes), 3);
  EXPECT_EQ(read(reader, bytes, sizeof bytes), 0);
  close(reader);
}

TEST_F(WholeFileIn, HasNoPipeBesideIt) {
  ASSERT_EQ(mkfifo(path("a.partial").c_str(), 0600), 0);
  EXPECT_THROW(WholeFile{path("a")}.check(), std::system_error);
  const int reader = open(path("a.partial").c_str(), O_RDONLY | O_NONBLOCK);
  EXPECT_THROW(WholeFile{path("a")}.check(), std::system_error) << "even where somebody reads it";
  close(reader);
}

TEST_F(WholeFileIn, CannotBeWrittenInAFolderThatIsNot) {
  for (const std::string& name : {path("none/a"), path(".")}) {
    EXPECT_THROW(WholeFile{name}.check(), std::system_error) << name;
  }
}

}  // namespace
}  // namespace hallmark::reports

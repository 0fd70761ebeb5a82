// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/files/whole_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

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
  const WholeFile file{path("a")};
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
  const WholeFile file{path("a")};
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
  const WholeFile file{"/dev/null"};
  EXPECT_EQ(file.partial(), "/dev/null");
  file.check();
  file.discard();
  file.finish();
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(WholeFileIn, CannotBeWrittenInAFolderThatIsNot) {
  for (const std::string& name : {path("none/a"), path(".")}) {
    EXPECT_THROW(WholeFile{name}.check(), std::system_error) << name;
  }
}

}  // namespace
}  // namespace hallmark::reports

// A file that is replaced is the old one or the new one, whatever happens on the way.
#include "src/cli/atomic_file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>

#include "tests/cli/command_line.hpp"

namespace bgpte::cli {
namespace {

namespace fs = std::filesystem;

class AtomicFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = cli_test::temporary_folder();
    file_ = folder_ / "scenario.json";
    std::ofstream(file_) << old_;
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string content() const {
    std::ifstream in(file_, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  const std::string old_ = "the old file\n";
  const std::string new_ = std::string(100'000, 'n');
  fs::path folder_, file_;
};

/// The calls of the system, of which `at_call(i)` is asked in front of the i-th: what it gives, if
/// it gives anything, is what the call returns. Writing goes by 40,000 bytes.
FileCalls watched(const std::function<std::optional<int>(int)>& at_call, int& count) {
  const FileCalls real = system_calls();
  const auto next = [at_call, &count] { return at_call(count++); };
  return {
      .create = [=](const char* p) { return next().value_or(0) < 0 ? -1 : real.create(p); },
      .write =
          [=](int f, const char* b, std::size_t n) {
            return next().value_or(0) < 0 ? -1 : real.write(f, b, std::min<std::size_t>(n, 40'000));
          },
      .fchmod = [=](int f, mode_t m) { return next().value_or(0) < 0 ? -1 : real.fchmod(f, m); },
      .fsync = [=](int f) { return next().value_or(0) < 0 ? -1 : real.fsync(f); },
      .close =
          [=](int f) {
            const bool fails = next().value_or(0) < 0;
            const int error = errno;
            const int result = real.close(f);
            errno = error;
            return fails ? -1 : result;
          },
      .rename = [=](const char* a,
                    const char* b) { return next().value_or(0) < 0 ? -1 : real.rename(a, b); },
      .unlink = [=](const char* p) { return next().value_or(0) < 0 ? -1 : real.unlink(p); },
      .open_folder =
          [=](const char* p) { return next().value_or(0) < 0 ? -1 : real.open_folder(p); }};
}

int calls_of_a_run(const fs::path& file, std::string_view bytes) {
  int count = 0;
  EXPECT_FALSE(replace_file(file, bytes, watched([](int) { return std::nullopt; }, count)));
  return count;
}

TEST_F(AtomicFile, ACallThatFailsLeavesTheOldFileAndNothingElse) {
  const int calls = calls_of_a_run(file_, old_);
  ASSERT_GE(calls, 6);
  for (const int error : {ENOSPC, EIO, EDQUOT}) {
    for (int failing = 0; failing < calls + 2; ++failing) {  // With the second and third writes.
      int count = 0;
      const auto fault = replace_file(file_, new_,
                                      watched(
                                          [&](int call) -> std::optional<int> {
                                            if (call != failing) {
                                              return std::nullopt;
                                            }
                                            errno = error;
                                            return -1;
                                          },
                                          count));
      // Behind the rename nothing that fails matters any more.
      EXPECT_EQ(content(), fault ? old_ : new_) << failing;
      EXPECT_EQ(files(), 1U) << failing;
      if (fault) {
        EXPECT_EQ(*fault, std::generic_category().message(error));
      }
      ASSERT_FALSE(replace_file(file_, old_));
    }
  }
}

TEST_F(AtomicFile, AnInterruptedWriteGoesOn) {
  int count = 0;
  const auto fault = replace_file(file_, new_,
                                  watched(
                                      [&](int call) -> std::optional<int> {
                                        if (call != 1 && call != 3) {
                                          return std::nullopt;
                                        }
                                        errno = EINTR;
                                        return -1;
                                      },
                                      count));
  EXPECT_FALSE(fault);
  EXPECT_EQ(content(), new_);
}

TEST_F(AtomicFile, AProcessThatEndsAtAnyCallLeavesTheOldFileOrTheNewOne) {
  const int calls = calls_of_a_run(file_, new_);
  bool renamed = false;
  for (int last = 0; last < calls; ++last) {
    ASSERT_FALSE(replace_file(file_, old_));
    const pid_t child = fork();
    if (child == 0) {
      int count = 0;
      const auto fault = replace_file(file_, new_,
                                      watched(
                                          [&](int call) -> std::optional<int> {
                                            if (call == last) {
                                              kill(getpid(), SIGKILL);
                                            }
                                            return std::nullopt;
                                          },
                                          count));
      _exit(fault ? 1 : 0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << last;
    const bool is_new = content() == new_;
    EXPECT_TRUE(is_new || content() == old_) << last;
    EXPECT_TRUE(is_new || !renamed) << last;  // New from the rename on.
    renamed = is_new;
  }
  EXPECT_TRUE(renamed);
}

TEST_F(AtomicFile, AFileThatMayNotGrowLeavesTheOldOne) {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{50'000, 50'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    _exit(replace_file(file_, new_).value_or("") == std::generic_category().message(EFBIG) ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(content(), old_);
  EXPECT_EQ(files(), 1U);
}

TEST_F(AtomicFile, KeepsTheModeAndFollowsALink) {
  fs::permissions(file_, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  const fs::path link = folder_ / "link.json";
  fs::create_symlink("scenario.json", link);
  ASSERT_FALSE(replace_file(link, new_));
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(content(), new_);
  EXPECT_EQ(fs::status(file_).permissions(),
            fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
}

TEST_F(AtomicFile, ANewFileIsMadeAsUmaskHasIt) {
  const mode_t before = umask(027);
  EXPECT_FALSE(replace_file(folder_ / "new.json", new_));
  umask(before);
  EXPECT_EQ(fs::status(folder_ / "new.json").permissions(),
            fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
}

TEST_F(AtomicFile, SaysWhyAFolderDoesNotTakeIt) {
  EXPECT_EQ(replace_file(folder_ / "missing" / "new.json", new_), "No such file or directory");
}

}  // namespace
}  // namespace bgpte::cli

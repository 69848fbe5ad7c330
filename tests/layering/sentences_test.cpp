// A sentence that the program prints stands in one place: who mends it mends it everywhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// Reads the string literals of a C++ file, those beside each other as one.
class Literals {
 public:
  explicit Literals(std::string text) : text_(std::move(text)) {}

  std::vector<std::string> take() {
    while (at_ < text_.size()) {
      step();
    }
    close();
    return std::move(found_);
  }

 private:
  [[nodiscard]] bool stands(const std::string& what) const {
    return text_.compare(at_, what.size(), what) == 0;
  }
  void go_past(const std::string& what) {
    const std::size_t end = text_.find(what, at_);
    at_ = end == std::string::npos ? text_.size() : end + what.size();
  }
  void close() {
    if (open_) {
      found_.push_back(std::move(literal_));
    }
    literal_.clear();
    open_ = false;
  }
  /// Up to the quotation mark that ends it; escapes stay as they are written.
  std::string quoted(char mark) {
    std::string inside;
    for (++at_; at_ < text_.size() && text_[at_] != mark; ++at_) {
      inside += text_[at_];
      if (text_[at_] == '\\') {
        inside += text_[++at_];
      }
    }
    ++at_;
    return inside;
  }
  std::string raw() {
    const std::size_t open = text_.find('(', at_);
    const std::string end = ")" + text_.substr(at_ + 2, open - at_ - 2) + "\"";
    at_ = open + 1;
    const std::size_t start = at_;
    go_past(end);
    return text_.substr(start, at_ - end.size() - start);
  }
  void step() {
    const char c = text_[at_];
    if (stands("//") || c == '#') {  // No code of this project has # elsewhere.
      go_past("\n");
    } else if (stands("/*")) {
      go_past("*/");
    } else if (stands("R\"")) {
      literal_ += raw();
      open_ = true;
    } else if (c == '"') {
      literal_ += quoted('"');
      open_ = true;
    } else if (c == '\'' &&
               (at_ == 0 || std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) == 0)) {
      close();
      quoted('\'');
    } else {
      if (std::isspace(static_cast<unsigned char>(c)) == 0) {
        close();
      }
      ++at_;
    }
  }

  std::string text_;
  std::size_t at_ = 0;
  std::string literal_;
  bool open_ = false;
  std::vector<std::string> found_;
};

/// True for five words and more that are no command of a router.
bool is_sentence(const std::string& literal) {
  static const std::regex command(R"(^\s*(clear|copy|delete|no|set|show) .*)");
  std::istringstream in(literal);
  std::size_t words = 0;
  for (std::string word; in >> word;) {
    words +=
        std::any_of(word.begin(), word.end(), [](unsigned char c) { return std::isalpha(c) != 0; })
            ? 1
            : 0;
  }
  return words >= 5 && !std::regex_match(literal, command);
}

TEST(Sentences, StandInOnePlace) {
  std::map<std::string, std::vector<std::string>> places;
  for (const char* folder : {"src", "include"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(BGPTE_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") {
        continue;
      }
      std::ostringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      for (const std::string& literal : Literals(text.str()).take()) {
        if (is_sentence(literal)) {
          places[literal].push_back(entry.path().filename().string());
        }
      }
    }
  }
  EXPECT_GT(places.size(), 500U);  // The sentences are found at all.
  for (const auto& [sentence, files] : places) {
    EXPECT_EQ(files.size(), 1U) << "\"" << sentence << "\" in " << files.front() << " and "
                                << files.back();
  }
}

TEST(Sentences, AreReadAsTheCompilerReadsThem) {
  EXPECT_EQ(Literals(R"(f("one " "two", 'x', "a\"b"); // "no")").take(),
            (std::vector<std::string>{"one two", "a\\\"b"}));
  EXPECT_EQ(Literals("R\"(raw)\" 1'000 \"last\"").take(),
            (std::vector<std::string>{"raw", "last"}));
  EXPECT_TRUE(is_sentence("link {} stays above its ceiling"));
  EXPECT_FALSE(is_sentence("show bgp {} unicast neighbors {} advertised-routes"));
  EXPECT_FALSE(is_sentence("{} of {} and {} to {}"));
}

}  // namespace

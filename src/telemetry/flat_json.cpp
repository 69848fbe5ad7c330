#include "src/telemetry/flat_json.hpp"

#include <vector>

namespace bgpte::telemetry {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '+' || c == '.';
}

}  // namespace

void FlatJson::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_])) {
    ++at_;
  }
}

bool FlatJson::skip(char expected) {
  skip_blanks();
  if (at_ >= text_.size() || text_[at_] != expected) {
    return false;
  }
  ++at_;
  return true;
}

bool FlatJson::read_string(std::string_view& inside, bool& plain) {
  const std::size_t begin = ++at_;
  plain = true;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      inside = text_.substr(begin, at_ - begin);
      ++at_;
      return true;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
      return false;
    }
    if (c == '\\') {
      plain = false;
      ++at_;
    }
    ++at_;
  }
  return false;
}

bool FlatJson::read_word(std::string_view& word) {
  const std::size_t begin = at_;
  while (at_ < text_.size() && is_word(text_[at_])) {
    ++at_;
  }
  word = text_.substr(begin, at_ - begin);
  return !word.empty();
}

bool FlatJson::pass_over_nested() {
  std::string open;
  do {
    skip_blanks();
    if (at_ >= text_.size()) {
      return false;
    }
    const char c = text_[at_];
    std::string_view ignored;
    bool plain = true;
    constexpr std::size_t most_deep = 64;
    if (c == '{' || c == '[') {
      if (open.size() == most_deep) {
        return false;
      }
      open.push_back(c == '{' ? '}' : ']');
      ++at_;
    } else if (c == '}' || c == ']') {
      if (open.back() != c) {
        return false;
      }
      open.pop_back();
      ++at_;
    } else if (c == '"' ? !read_string(ignored, plain)
                        : c != ',' && c != ':' && !read_word(ignored)) {
      return false;
    } else if (c == ',' || c == ':') {
      ++at_;
    }
  } while (!open.empty());
  return true;
}

bool FlatJson::end() {
  skip_blanks();
  complete_ = at_ == text_.size();
  broken_ = !complete_;
  return false;
}

bool FlatJson::next(Member& member) {
  if (complete_ || broken_) {
    return false;
  }
  broken_ = true;  // until the member has been read
  if (!begun_) {
    begun_ = true;
    if (!skip('{')) {
      return false;
    }
    if (skip('}')) {
      return end();
    }
  } else if (!skip(',')) {
    return skip('}') && end();
  }
  bool plain_key = true;
  skip_blanks();
  if (at_ >= text_.size() || text_[at_] != '"' || !read_string(member.key, plain_key) ||
      !plain_key || !skip(':')) {
    return false;
  }
  skip_blanks();
  if (at_ >= text_.size()) {
    return false;
  }
  const char first = text_[at_];
  member.is_string = first == '"';
  member.plain = true;
  const std::size_t begin = at_;
  if (member.is_string) {
    if (!read_string(member.value, member.plain)) {
      return false;
    }
  } else if (first == '{' || first == '[') {
    member.plain = false;
    if (!pass_over_nested()) {
      return false;
    }
    member.value = text_.substr(begin, at_ - begin);
  } else if (!read_word(member.value)) {
    return false;
  }
  broken_ = false;
  return true;
}

}  // namespace bgpte::telemetry

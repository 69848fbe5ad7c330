#include "src/config/observed/json_leaves.hpp"

#include <algorithm>
#include <utility>

namespace bgpte::config {
namespace {

constexpr std::size_t deepest = 32;
constexpr std::string_view space = " \t\r\n";

class Walker {
 public:
  Walker(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  bool value() {
    skip_space();
    if (at_ >= text_.size() || path_.size() > deepest) {
      return false;
    }
    switch (text_[at_]) {
      case '{':
        return members('}');
      case '[':
        return members(']');
      case '"': {
        std::optional<std::string> text = string();
        if (!text) {
          return false;
        }
        leaves_.push_back({path_, *std::move(text), false});
        return true;
      }
      default:
        return word();
    }
  }

  [[nodiscard]] std::size_t at() const { return at_; }
  std::vector<JsonLeaf> take() { return std::move(leaves_); }

 private:
  void skip_space() {
    while (at_ < text_.size() && space.find(text_[at_]) != std::string_view::npos) {
      ++at_;
    }
  }

  bool take_if(char c) {
    skip_space();
    if (at_ < text_.size() && text_[at_] == c) {
      ++at_;
      return true;
    }
    return false;
  }

  /// Escapes stand for themselves: prefixes, addresses and AS paths have none.
  std::optional<std::string> string() {
    std::string out;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        return out;
      }
      if (text_[at_] == '\\' && ++at_ >= text_.size()) {
        break;
      }
      out += text_[at_];
    }
    return std::nullopt;
  }

  bool word() {
    const std::size_t end = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
    const std::string_view found = text_.substr(at_, end - at_);
    if (found.find_first_not_of("+-.0123456789eEtrufalsn") != std::string_view::npos ||
        found.empty()) {
      return false;
    }
    leaves_.push_back({path_, std::string(found), false});
    at_ = end;
    return true;
  }

  bool members(char closing) {
    const bool keyed = closing == '}';
    ++at_;
    if (take_if(closing)) {
      leaves_.push_back({path_, keyed ? "{}" : "[]", true});
      return true;
    }
    for (std::size_t index = 0;; ++index) {
      std::string key = std::to_string(index);
      if (keyed) {
        skip_space();
        std::optional<std::string> name;
        if (at_ < text_.size() && text_[at_] == '"') {
          name = string();
        }
        if (!name || !take_if(':')) {
          return false;
        }
        key = *std::move(name);
      }
      path_.push_back(std::move(key));
      if (!value()) {
        return false;
      }
      path_.pop_back();
      if (take_if(closing)) {
        return true;
      }
      if (!take_if(',')) {
        return false;
      }
    }
  }

  std::string_view text_;
  std::size_t at_;
  std::vector<std::string> path_;
  std::vector<JsonLeaf> leaves_;
};

}  // namespace

std::optional<std::vector<JsonLeaf>> json_leaves(std::string_view text, std::size_t& at) {
  Walker walker(text, at);
  if (!walker.value()) {
    return std::nullopt;
  }
  at = walker.at();
  return walker.take();
}

}  // namespace bgpte::config

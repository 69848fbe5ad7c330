// Reads a JSON text into json::Document.
#include <array>

#include "bgpte/json/document.hpp"
#include "bgpte/text/decimal.hpp"
#include "bgpte/text/utf8.hpp"
#include "src/json/lexical.hpp"

namespace bgpte::json {

namespace {

constexpr std::size_t max_input = 0xFFFFFFF0;  // Offsets are 32 bits.
constexpr std::size_t max_recoveries = 1000;

/// Bytes of a string that need a second look: quote, backslash, control, not ASCII.
constexpr std::array<bool, 256> special = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) {
    table[c] = c < 0x20 || c == '"' || c == '\\' || c >= 0x80;
  }
  return table;
}();

bool is_word(char c) {
  return text::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '.' || c == '+' || c == '-';
}

}  // namespace

/// One pass over the text with an explicit stack of open arrays and objects.
class Parser {
 public:
  explicit Parser(Document& document) : doc_(document), text_(document.source_) {}

  void run() {
    if (text_.size() > max_input) {
      fail(0, "too-large", "less than 4 GB", "The file is too large.");
      return;
    }
    if (text_.starts_with("\xEF\xBB\xBF")) {
      fault(0, "byte-order-mark", "UTF-8 without a byte-order mark",
            "The file starts with a byte-order mark.");
      at_ = 3;
    }
    skip();
    if (at_ == text_.size()) {
      fail(at_, "empty-input", "a JSON object", "There is nothing in the file.");
      return;
    }
    doc_.nodes_.reserve(text_.size() / 12 + 16);
    doc_.complete_ = parse();
    if (doc_.complete_) {
      skip();
      if (!stopped_ && at_ < text_.size()) {
        fail(at_, "json-syntax", "nothing more", "Something follows the JSON value.");
      }
    }
    doc_.complete_ = doc_.complete_ && !stopped_;
  }

 private:
  void fault(std::size_t offset, std::string code, std::string allowed, std::string message) {
    doc_.faults_.push_back({offset, std::move(code), std::move(allowed), std::move(message)});
    if (doc_.faults_.size() > max_recoveries) {
      stopped_ = true;
    }
  }
  /// A fault after which the rest makes no sense.
  bool fail(std::size_t offset, std::string code, std::string allowed, std::string message) {
    fault(offset, std::move(code), std::move(allowed), std::move(message));
    stopped_ = true;
    doc_.complete_ = false;
    return false;
  }
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  /// White space, and comments (with a fault: JSON has none).
  void skip() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        ++at_;
      } else if (c == '/' && (text_.substr(at_, 2) == "//" || text_.substr(at_, 2) == "/*")) {
        const bool line = text_[at_ + 1] == '/';
        fault(at_, "json-syntax", "JSON without comments", "JSON has no comments.");
        const std::size_t end = text_.find(line ? "\n" : "*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + (line ? 1 : 2);
        if (stopped_) {
          return;
        }
      } else {
        return;
      }
    }
  }

  Document::Index add(Kind kind, std::size_t start) {
    Document::Node node;
    node.kind = kind;
    node.start = static_cast<std::uint32_t>(start);
    node.parent = open_.empty() ? Document::none : open_.back().node;
    if (!open_.empty()) {
      node.in_object = doc_.nodes_[node.parent].kind == Kind::object;
      node.key_start = node.in_object ? key_start_ : open_.back().children;
      node.key_size = node.in_object ? key_size_ : 0;
      ++open_.back().children;
    }
    doc_.nodes_.push_back(node);
    const auto index = static_cast<Document::Index>(doc_.nodes_.size() - 1);
    doc_.nodes_[index].next = index + 1;
    return index;
  }

  bool parse() {
    if (!value()) {
      return false;
    }
    while (!open_.empty()) {
      skip();
      if (stopped_) {
        return false;
      }
      const bool object = doc_.nodes_[open_.back().node].kind == Kind::object;
      const char close = object ? '}' : ']';
      const bool first = open_.back().children == 0;
      if (peek() == close) {
        end_container();
        continue;
      }
      if (!first && !separator(object, close)) {
        return false;
      }
      if (peek() == close) {  // After a comma too many.
        continue;
      }
      if (object && !member_key()) {
        return false;
      }
      if (!value()) {
        return false;
      }
    }
    return true;
  }

  void end_container() {
    ++at_;
    Document::Node& node = doc_.nodes_[open_.back().node];
    node.size = static_cast<std::uint32_t>(at_ - node.start);
    node.next = static_cast<Document::Index>(doc_.nodes_.size());
    open_.pop_back();
  }

  bool separator(bool object, char close) {
    const std::string allowed = object ? "a comma or }" : "a comma or ]";
    if (peek() == ',') {
      const std::size_t comma = at_++;
      skip();
      if (peek() == close) {
        fault(comma, "json-syntax", "no comma before the closing bracket",
              "The comma has nothing after it.");
      }
      return !stopped_;
    }
    const char c = peek();
    if (at_ < text_.size() &&
        (c == '"' || (!object && (c == '{' || c == '[' || c == '-' || text::is_digit(c))))) {
      fault(at_, "json-syntax", allowed, "A comma is missing.");
      return !stopped_;
    }
    return fail(at_, "json-syntax", allowed, no_json(at_));
  }

  /// Why what stands at `at` is no JSON.
  [[nodiscard]] const char* no_json(std::size_t at) const {
    return at == text_.size() ? "The file ends too early." : "The text is not JSON here.";
  }

  bool member_key() {
    if (peek() != '"') {
      return fail(at_, "json-syntax", "a key in double quotes", no_json(at_));
    }
    key_start_ = static_cast<std::uint32_t>(at_);
    if (!string(key_size_)) {
      return false;
    }
    skip();
    if (peek() != ':' || stopped_) {
      return stopped_ ? false : fail(at_, "json-syntax", "a colon", "A colon is missing.");
    }
    ++at_;
    skip();
    return !stopped_;
  }

  bool value() {
    const std::size_t start = at_;
    switch (peek()) {
      case '{':
      case '[':
        if (open_.size() >= Document::max_depth) {
          return fail(at_, "too-deep", "at most 64 levels", "Brackets are nested too deeply.");
        }
        open_.push_back({add(peek() == '{' ? Kind::object : Kind::array, at_), 0});
        ++at_;
        return true;
      case '"': {
        const Document::Index node = add(Kind::string, at_);
        return string(doc_.nodes_[node].size);
      }
      default:
        return word(start);
    }
  }

  /// A number, a literal, or what someone took for one (NaN, 01, .5, True): reported, and the rest
  /// of the file is read all the same.
  bool word(std::size_t start) {
    std::size_t end = start;
    while (end < text_.size() && is_word(text_[end])) {
      ++end;
    }
    const std::string_view word = text_.substr(start, end - start);
    if (word.empty()) {
      return fail(start, "json-syntax", "a value", no_json(start));
    }
    at_ = end;
    Kind kind = Kind::broken;
    if (word == "true" || word == "false") {
      kind = Kind::boolean;
    } else if (word == "null") {
      kind = Kind::null;
    } else if (is_number(word)) {
      kind = Kind::number;
    } else {
      const bool nan = word.find("NaN") != word.npos || word.find("nan") != word.npos ||
                       word.find("Inf") != word.npos || word.find("inf") != word.npos;
      fault(start, nan ? "not-a-number" : "json-syntax", "a JSON value",
            nan ? "NaN and infinity are no numbers that a scenario can hold."
                : "This is not a JSON value.");
    }
    const Document::Index node = add(kind, start);
    doc_.nodes_[node].size = static_cast<std::uint32_t>(word.size());
    return !stopped_;
  }

  /// A string at its quote. `size`: raw bytes between the quotes.
  bool string(std::uint32_t& size) {
    const std::size_t quote = at_++;
    std::string decoded;
    bool escaped = false;
    std::size_t plain = at_;  // Start of the run not yet copied to `decoded`.
    while (true) {
      while (at_ < text_.size() && !special[static_cast<unsigned char>(text_[at_])]) {
        ++at_;
      }
      if (at_ == text_.size()) {
        return fail(quote, "json-syntax", "a closing quotation mark", "The string never ends.");
      }
      const char c = text_[at_];
      if (c == '"') {
        break;
      }
      if (c == '\\') {
        decoded.append(text_, plain, at_ - plain);
        escaped = true;
        if (!escape(decoded)) {
          return false;
        }
        plain = at_;
      } else if (static_cast<unsigned char>(c) < 0x20) {
        return fail(at_, "json-syntax", "\\n, \\t or \\u00XX inside a string",
                    "A control character stands in a string.");
      } else {
        const std::size_t length = text::utf8_length(text_.substr(at_, 4));
        if (length == 0) {
          return fail(at_, "invalid-utf8", "UTF-8", "The text is not UTF-8 here.");
        }
        at_ += length;
      }
    }
    if (escaped) {
      decoded.append(text_, plain, at_ - plain);
      doc_.escaped_.emplace(static_cast<std::uint32_t>(quote), std::move(decoded));
    }
    size = static_cast<std::uint32_t>(at_ - quote - 1);
    ++at_;
    return true;
  }

  bool escape(std::string& decoded) {
    const std::size_t length = decode_escape(text_.substr(at_), decoded);
    if (length == 0) {
      return fail(at_, "json-syntax", R"(\" \\ \/ \b \f \n \r \t or \uXXXX)",
                  "This escape means nothing in JSON.");
    }
    at_ += length;
    return true;
  }

  struct Open {
    Document::Index node;
    std::uint32_t children;
  };

  Document& doc_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t key_start_ = 0;
  std::uint32_t key_size_ = 0;
  std::vector<Open> open_;
  bool stopped_ = false;
};

Document::Document(std::string_view text) : source_(text) {
  Parser(*this).run();
}

}  // namespace bgpte::json

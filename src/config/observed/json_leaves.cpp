// Routers' JSON output as a list of leaves, by nlohmann_json.
#include "src/config/observed/json_leaves.hpp"

#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

namespace bgpte::config {
namespace {

using Json = nlohmann::json;

constexpr std::size_t deepest = 32;

/// Receives the events of the parser. Every event returns whether parsing may go on.
class LeafCollector {
 public:
  std::vector<JsonLeaf> take() { return std::move(leaves_); }

  bool null() { return leaf("null"); }
  bool boolean(bool value) { return leaf(value ? "true" : "false"); }
  bool number_integer(Json::number_integer_t value) { return leaf(std::to_string(value)); }
  bool number_unsigned(Json::number_unsigned_t value) { return leaf(std::to_string(value)); }
  /// Also what no integer of 64 bits holds: the text stays as it is written.
  bool number_float(Json::number_float_t, const Json::string_t& text) { return leaf(text); }
  bool string(Json::string_t& value) { return leaf(value); }
  bool binary(Json::binary_t&) { return false; }

  bool start_object(std::size_t) { return start(Level::object); }
  bool key(Json::string_t& name) {
    levels_.back().name = name;
    return true;
  }
  bool end_object() { return end("{}"); }
  bool start_array(std::size_t) { return start(Level::array); }
  bool end_array() { return end("[]"); }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) { return false; }

 private:
  /// An object or array that is open.
  struct Level {
    enum Kind : std::uint8_t { object, array } kind;
    std::string name = {};  ///< Of the member that is being read.
    std::size_t elements = 0;
  };

  /// Counts one more member of the innermost level. False where it is nested too deep, or where a
  /// document is neither object nor array.
  bool enter() {
    if (levels_.empty() || levels_.size() > deepest) {
      return false;
    }
    ++levels_.back().elements;
    return true;
  }

  [[nodiscard]] std::vector<std::string> path() const {
    std::vector<std::string> names;
    for (const Level& level : levels_) {
      names.push_back(level.kind == Level::object ? level.name
                                                  : std::to_string(level.elements - 1));
    }
    return names;
  }

  bool leaf(std::string value) {
    if (!enter()) {
      return false;
    }
    leaves_.push_back({path(), std::move(value), false});
    return true;
  }

  bool start(Level::Kind kind) {
    if (!levels_.empty() && !enter()) {
      return false;
    }
    levels_.push_back({kind});
    return true;
  }

  bool end(const char* brackets) {
    const bool empty = levels_.back().elements == 0;
    levels_.pop_back();
    if (empty) {
      leaves_.push_back({path(), brackets, true});
    }
    return true;
  }

  std::vector<Level> levels_;
  std::vector<JsonLeaf> leaves_;
};

}  // namespace

std::optional<std::vector<JsonLeaf>> json_leaves(const std::string& text, std::size_t& at) {
  std::istringstream in(text.substr(at));
  LeafCollector collector;
  constexpr bool whole_text = false;  // another document may follow
  if (!Json::sax_parse(in, &collector, Json::input_format_t::json, whole_text)) {
    return std::nullopt;
  }
  // The parser reads nothing behind the bracket that closes the document.
  at = text.size() - static_cast<std::size_t>(in.rdbuf()->in_avail());
  return collector.take();
}

}  // namespace bgpte::config

// The loader on arbitrary bytes: never a crash, and these hold whatever comes in.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "bgpte/json/document.hpp"
#include "bgpte/scenario/load.hpp"

namespace {

void require(bool condition, const char* what) {
  if (!condition) {
    std::fprintf(stderr, "violated: %s\n", what);
    std::abort();
  }
}

/// What an independent parser says of the same bytes.
struct Verdict : nlohmann::json_sax<nlohmann::json> {
  bool valid = true;
  bool number_too_large = false;
  std::size_t depth = 0, deepest = 0;

  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool number_integer(std::int64_t /*value*/) override { return true; }
  bool number_unsigned(std::uint64_t /*value*/) override { return true; }
  bool number_float(double /*value*/, const std::string& /*text*/) override { return true; }
  bool string(std::string& /*value*/) override { return true; }
  bool binary(binary_t& /*value*/) override { return true; }
  bool start_object(std::size_t /*size*/) override { return open(); }
  bool key(std::string& /*value*/) override { return true; }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*size*/) override { return open(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& error) override {
    valid = false;
    number_too_large = error.id == 406;
    return false;
  }

 private:
  bool open() {
    deepest = std::max(deepest, ++depth);
    return true;
  }
  bool close() {
    --depth;
    return true;
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bgpte::scenario;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const LoadResult result = load(text, "/nonexistent");
  require(result.scenario.has_value() == result.diagnostics.empty(),
          "a scenario, or diagnostics, never both");
  for (const Diagnostic& diagnostic : result.diagnostics) {
    require(diagnostic.line >= 1 && diagnostic.column >= 1, "every fault has a place");
    require(!diagnostic.code.empty() && !diagnostic.message.empty(), "every fault is named");
    require(diagnostic.found.size() <= 128, "what was found is shortened");
    const std::string line = to_string(diagnostic, "f");
    for (const char c : line) {
      require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "no control characters");
    }
  }
  Verdict verdict;
  nlohmann::json::sax_parse(text, &verdict);
  const bgpte::json::Document document(text);
  const bool accepted = document.faults().empty();
  require(accepted == document.complete() || !accepted, "no faults means complete");
  if (accepted && !verdict.number_too_large) {
    require(verdict.valid, "what is read without fault is JSON");
  }
  // That parser takes a NUL for the end of the text.
  if (verdict.valid && verdict.deepest <= bgpte::json::Document::max_depth &&
      text.find('\0') == text.npos && !text.starts_with("\xEF\xBB\xBF")) {
    require(accepted, "all JSON is read");
  }
  return 0;
}

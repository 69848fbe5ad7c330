#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/config/config.hpp"
#include "bgpte/model/units.hpp"

namespace bgpte::render {

/// Name of an enum's value in files.
template <class Enum>
struct Named {
  Enum value;
  std::string_view name;
};

/// Writes the fields of one JSON object in the order of the calls. FieldReader has the same
/// members and reads them, so advice_fields.hpp says each key once for both directions.
class FieldWriter {
 public:
  template <class T>
  using Value = const T;

  /// Appends to `out`, which must outlive the writer.
  explicit FieldWriter(std::string& out, int depth = 0) : out_(out), depth_(depth) { out_ += '{'; }
  FieldWriter(const FieldWriter&) = delete;
  FieldWriter& operator=(const FieldWriter&) = delete;
  /// Ends the object.
  ~FieldWriter();

  /// A key whose value is always `text` and must be that when read back.
  void constant(std::string_view key, std::string_view text) { string(key, text); }
  void text(std::string_view key, const std::string& value) { string(key, value); }
  /// Left out where it is empty.
  void optional_text(std::string_view key, const std::string& value);
  void boolean(std::string_view key, bool value) { raw(key, value ? "true" : "false"); }
  /// Left out where it is false.
  void flag(std::string_view key, bool value) {
    if (value) {
      boolean(key, value);
    }
  }
  template <class Integer>
  requires std::is_integral_v<Integer>
  void integer(std::string_view key, Integer value) { raw(key, std::to_string(value)); }
  template <class Integer>
  void optional_integer(std::string_view key, const std::optional<Integer>& value) {
    if (value) {
      integer(key, *value);
    }
  }
  void rate(std::string_view key, model::Bps value) { integer(key, value.value); }
  void optional_rate(std::string_view key, const std::optional<model::Bps>& value);
  void share(std::string_view key, double value);
  void money(std::string_view key, model::Money value);
  void objective(std::string_view key, evaluation::Objective value);
  /// An integer, or null where the prefix is not announced.
  void prepend(std::string_view key, model::Prepend value);
  void prepends(std::string_view key, const config::PrependMap& value);
  void optional_marks(std::string_view key, const config::AttributesMap& value);
  /// Each prefix with a MED; 0: none.
  void meds(std::string_view key, const std::map<model::IpPrefix, std::uint32_t>& value);
  /// Each prefix with an AS. Left out where there are none.
  void optional_asns(std::string_view key, const std::map<model::IpPrefix, model::Asn>& value);
  void texts(std::string_view key, const std::vector<std::string>& value);
  /// One text as a string, else a list.
  void text_or_texts(std::string_view key, const std::vector<std::string>& value);
  /// Left out where there are none.
  void optional_prefixes(std::string_view key, const std::vector<model::IpPrefix>& value);
  /// Left out where there are none.
  void communities(std::string_view key, const std::vector<model::Community>& value);
  void address(std::string_view key, const model::IpAddress& value);
  void entry_range(std::string_view key, const std::optional<model::EntryRange>& value);

  template <class Enum, class Table>
  void named(std::string_view key, Enum value, const Table& table) {
    for (const auto& entry : table) {
      if (entry.value == value) {
        string(key, entry.name);
      }
    }
  }
  template <class Enum, class Table>
  void optional_named(std::string_view key, const std::optional<Enum>& value, const Table& table) {
    if (value) {
      named(key, *value, table);
    }
  }
  /// `describe(io)` says the fields of the object.
  template <class Describe>
  void object(std::string_view key, const Describe& describe) {
    begin(key);
    FieldWriter inner(out_, depth_ + 1);
    describe(inner);
  }
  /// `describe(io, value)`; left out where there is none.
  template <class T, class Describe>
  void optional_object(std::string_view key, const std::optional<T>& value,
                       const Describe& describe) {
    if (value) {
      object(key, [&](FieldWriter& inner) { describe(inner, *value); });
    }
  }
  /// `describe(io, element)` for each.
  template <class T, class Describe>
  void list(std::string_view key, const std::vector<T>& values, const Describe& describe) {
    begin(key);
    out_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      out_ += i == 0 ? "\n" : ",\n";
      indent(depth_ + 2);
      FieldWriter inner(out_, depth_ + 2);
      describe(inner, values[i]);
    }
    if (!values.empty()) {
      out_ += '\n';
      indent(depth_ + 1);
    }
    out_ += ']';
  }
  /// Left out where it is empty.
  template <class T, class Describe>
  void optional_list(std::string_view key, const std::vector<T>& values, const Describe& describe) {
    if (!values.empty()) {
      list(key, values, describe);
    }
  }
  /// A rule that the fields must keep; only the reader looks.
  void require(bool /*holds*/, std::string_view /*message*/) {}

 private:
  void begin(std::string_view key);
  void raw(std::string_view key, std::string_view json);
  void string(std::string_view key, std::string_view value);
  void indent(int depth) { out_.append(static_cast<std::size_t>(depth) * 2, ' '); }

  std::string& out_;
  int depth_;
  bool first_ = true;
};

}  // namespace bgpte::render

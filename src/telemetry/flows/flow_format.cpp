// The formats of flows, and how their lines are read.
#include "src/telemetry/flows/flow_format.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "src/telemetry/flat_json.hpp"
#include "src/telemetry/flows/flow_tables.hpp"
#include "src/telemetry/json_fields.hpp"

namespace bgpte::telemetry {

namespace {

constexpr std::string_view ask_nfdump_fmt =
    "ask for nfdump -q -N -6 -o 'fmt:%ra,%in,%da,%byt,%pkt,%fl'";
constexpr std::string_view ask_nfdump_csv =
    "from nfdump 1.7.5 on ask for -o 'csv:%tsr,%ter,%ra,%in,%da,%pkt,%byt,%fl'";
constexpr const char* no_sources =
    "--with-sources: the input has no source addresses (nfdump's -o csv and csv:..., pmacct with "
    "src_host, goflow2 and one's own CSV may have them; docs/observation-format.md)";
constexpr std::string_view ask_pmacct =
    "aggregate by peer_src_ip, in_iface and dst_host (or dst_net and dst_mask), and sampling_rate";

}  // namespace

std::span<const FlowFormat> formats() {
  using List = std::vector<std::vector<Field>>;
  static const List by_index{{Field::ifindex}, {Field::destination}, {Field::bytes}};
  static const List by_either{
      {Field::interface}, {Field::destination, Field::network}, {Field::bytes}};
  static const List own{
      {Field::bin}, {Field::router}, {Field::interface}, {Field::destination}, {Field::bytes}};
  static const std::array<FlowFormat, 8> all{{
      {.name = "nfdump-fmt",
       .fields = nfdump_fmt_fields,
       .needed = by_index,
       .ask = ask_nfdump_fmt,
       .without_heading = nfdump_fmt_fields},
      {.name = "nfdump-csv",
       .fields = nfdump_csv_fields,
       .needed = by_index,
       .ask = ask_nfdump_fmt,
       .without_heading = nfdump_csv_fields},
      {.name = "nfdump-csv-asked",
       .fields = nfdump_asked_fields,
       .ignored = nfdump_asked_ignored,
       .needed = by_index,
       .ask = ask_nfdump_csv,
       .without_heading = {}},
      {.name = "pmacct-csv",
       .fields = pmacct_csv_fields,
       .ignored = pmacct_csv_ignored,
       .needed = by_either,
       .ask = ask_pmacct,
       .one_may_be_applied = true,
       .without_heading = {}},
      {.name = "csv",
       .fields = own_csv_fields,
       .needed = own,
       .ask = "the heading is time,router,interface,destination,bytes",
       .without_heading = {}},
      {.name = "pmacct-json",
       .shape = FormatShape::json_lines,
       .fields = pmacct_json_fields,
       .ignored = pmacct_json_ignored,
       .needed = by_either,
       .ask = ask_pmacct,
       .one_may_be_applied = true,
       .without_heading = {}},
      {.name = "goflow2-json",
       .shape = FormatShape::json_lines,
       .fields = goflow2_fields,
       .ignored = goflow2_ignored,
       .loose_names = true,
       .needed = by_index,
       .ask = "it needs in_if, dst_addr and bytes",
       .without_heading = {}},
      {.name = "akvorado-graph",
       .shape = FormatShape::document,
       .fields = {},
       .needed = {},
       .ask = {},
       .applied = true,
       .without_heading = {}},
  }};
  return all;
}

const FlowFormat* find_format(std::string_view name) {
  const auto found = std::ranges::find(formats(), name, &FlowFormat::name);
  return found == formats().end() ? nullptr : &*found;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

void split_columns(std::string_view line, std::vector<std::string_view>& columns) {
  columns.clear();
  while (true) {
    const std::size_t comma = line.find(',');
    std::string_view column = without_blanks(line.substr(0, comma));
    if (column.size() >= 2 && column.front() == '"' && column.back() == '"') {
      column = column.substr(1, column.size() - 2);
    }
    columns.push_back(column);
    if (comma == std::string_view::npos) {
      return;
    }
    line.remove_prefix(comma + 1);
  }
}

namespace {

/// The same name, or one that differs in capitals and underscores only.
bool is_same_name(std::string_view known, std::string_view name) {
  const auto letter = [](std::string_view text, std::size_t& at) {
    while (at < text.size() && text[at] == '_') {
      ++at;
    }
    const char c = at < text.size() ? text[at++] : '\0';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (true) {
    const char c = letter(known, i);
    if (c != letter(name, j)) {
      return false;
    }
    if (c == '\0') {
      return i == known.size() && j == name.size();
    }
  }
}

/// What a format takes of that name; nothing where no release of the tool has it.
std::optional<Field> find_field(const FlowFormat& format, std::string_view name) {
  const auto same = [&](std::string_view known) {
    return known == name || (format.loose_names && is_same_name(known, name));
  };
  for (const NamedField& one : format.fields) {
    if (same(one.name)) {
      return one.field;
    }
  }
  std::string_view rest = format.ignored;
  while (!rest.empty()) {
    const std::size_t blank = std::min(rest.find(' '), rest.size());
    if (same(rest.substr(0, blank))) {
      return Field::ignored;
    }
    rest.remove_prefix(std::min(blank + 1, rest.size()));
  }
  return std::nullopt;
}

bool is_heading(std::string_view line) {
  const std::string_view text = without_blanks(line);
  return !text.empty() &&
         ((text.front() >= 'a' && text.front() <= 'z') ||
          (text.front() >= 'A' && text.front() <= 'Z')) &&
         text.find(',') != std::string_view::npos;
}

/// nfdump heads the columns of its own layouts without commas.
bool is_fmt_heading(std::string_view line) {
  std::string squeezed;
  for (const char c : without_blanks(line)) {
    if (c != ' ' || squeezed.back() != ' ') {
      squeezed.push_back(c);
    }
  }
  return squeezed == "Router IP Input Dst IP Addr Bytes Packets Flows";
}

const FlowFormat* detect_json(std::string_view line) {
  FlatJson json(line);
  FlatJson::Member member;
  std::vector<std::string_view> keys;
  while (json.next(member)) {
    keys.push_back(member.key);
  }
  const auto has = [&](std::string_view key) { return std::ranges::find(keys, key) != keys.end(); };
  if (json.complete() &&
      ((has("sampler_address") && has("in_if")) || (has("SamplerAddress") && has("InIf")))) {
    return find_format("goflow2-json");
  }
  if (json.complete() && (has("event_type") || has("peer_ip_src") || has("iface_in"))) {
    return find_format("pmacct-json");
  }
  return has("points") || has("t") ? find_format("akvorado-graph") : nullptr;
}

}  // namespace

const FlowFormat* detect_format(std::string_view line) {
  if (without_blanks(line).starts_with('{')) {
    const FlowFormat* found = detect_json(line);
    // A document may go on for many lines.
    return found != nullptr || line.find('}') != std::string_view::npos
               ? found
               : find_format("akvorado-graph");
  }
  if (is_fmt_heading(line)) {
    return find_format("nfdump-fmt");
  }
  std::vector<std::string_view> columns;
  split_columns(line, columns);
  const FlowFormat* best = nullptr;
  std::size_t most = 0;
  for (const FlowFormat& format : formats()) {
    if (format.shape != FormatShape::columns) {
      continue;
    }
    const auto known = static_cast<std::size_t>(std::ranges::count_if(
        columns, [&](auto column) { return find_field(format, column).has_value(); }));
    if (known > most) {
      most = known;
      best = &format;
    }
  }
  if (is_heading(line)) {
    return most * 2 >= columns.size() ? best : nullptr;
  }
  for (const FlowFormat& format : formats()) {
    if (!format.without_heading.empty() && format.without_heading.size() == columns.size()) {
      return &format;
    }
  }
  return nullptr;
}

void FlowReader::need(const std::vector<Field>& there) const {
  for (const std::vector<Field>& one_of : format_.needed) {
    const bool found = std::ranges::any_of(
        one_of, [&](Field field) { return std::ranges::find(there, field) != there.end(); });
    if (!found) {
      const auto name = std::ranges::find(format_.fields, one_of.front(), &NamedField::field);
      throw Unreadable{fmt::format("{} is not in the input: {}", name->name, format_.ask)};
    }
  }
  if (sources_ == Sources::wanted && std::ranges::find(there, Field::source) == there.end()) {
    throw Unreadable{no_sources};
  }
}

Field FlowReader::taken(Field field) const {
  return sources_ == Sources::ignored && is_of_source(field) ? Field::ignored : field;
}

std::optional<Field> FlowReader::field_of(std::string_view name) const {
  const std::optional<Field> field = find_field(format_, name);
  return field ? std::optional(taken(*field)) : field;
}

bool says_nothing(std::string_view line) {
  const std::string_view text = without_blanks(line);
  return text.empty() ||
         ((text.starts_with("--START (") || text.starts_with("--END (")) && text.ends_with(")--"));
}

LineIs FlowReader::read(std::string_view line, FlowRow& row) {
  row = {};
  if (says_nothing(line)) {
    return LineIs::no_flow;
  }
  return format_.shape == FormatShape::columns ? read_columns(line, row) : read_json(line, row);
}

void FlowReader::read_heading() {
  heading_.clear();
  for (const std::string_view name : columns_) {
    const std::optional<Field> field = field_of(name);
    if (!field) {
      throw Unreadable{fmt::format("the column {} is none that {} is known to have: {}",
                                   quoted(name), format_.name, format_.ask)};
    }
    if (*field != Field::ignored && std::ranges::find(heading_, *field) != heading_.end()) {
      throw Unreadable{fmt::format("the column {} is there twice", quoted(name))};
    }
    heading_.push_back(*field);
  }
  need(heading_);
}

namespace {

/// What nfdump prints behind the flows.
bool is_summary(std::string_view line) {
  constexpr std::array<std::string_view, 6> begins{
      "Summary", "Time window", "Total flows", "Total records", "Sys: ", "No matched flows"};
  return std::ranges::any_of(begins, [&](auto begin) { return line.starts_with(begin); });
}

}  // namespace

LineIs FlowReader::read_columns(std::string_view line, FlowRow& row) {
  if (lines_to_pass_ > 0) {
    --lines_to_pass_;
    return LineIs::no_flow;
  }
  const std::string_view text = without_blanks(line);
  if (!format_.without_heading.empty() && is_summary(text)) {
    constexpr int lines_of_csv_summary = 2;
    lines_to_pass_ = text == "Summary" ? lines_of_csv_summary : 0;
    return LineIs::no_flow;
  }
  if (heading_.empty() && is_fmt_heading(line)) {
    return LineIs::no_flow;
  }
  split_columns(line, columns_);
  if (is_heading(line)) {
    const bool begins_anew = heading_.empty() || find_field(format_, columns_[0]).has_value();
    if (begins_anew) {
      read_heading();
      return LineIs::no_flow;
    }
  }
  if (heading_.empty()) {
    if (format_.without_heading.size() != columns_.size()) {
      throw Unreadable{fmt::format("{} columns without a heading are not those of {}: {}",
                                   columns_.size(), format_.name, format_.ask)};
    }
    for (const NamedField& field : format_.without_heading) {
      heading_.push_back(taken(field.field));
    }
    need(heading_);
  }
  if (columns_.size() != heading_.size()) {
    return LineIs::broken;
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!assign(heading_[i], columns_[i], clock_, row)) {
      return LineIs::broken;
    }
  }
  return LineIs::a_flow;
}

LineIs FlowReader::read_json(std::string_view line, FlowRow& row) {
  FlatJson json(line);
  FlatJson::Member member;
  std::size_t place = 0;
  const bool first = members_.empty();
  bool marker = false;
  while (json.next(member)) {
    const bool is_new = place == places_.size();
    if (is_new) {
      places_.emplace_back();
    }
    // Lines of one input have their members in one order.
    Place& known = places_[place++];
    if (is_new || known.key != member.key) {
      const std::optional<Field> found = field_of(member.key);
      if (!found) {
        throw Unreadable{fmt::format("the member {} is none that {} is known to have",
                                     quoted(member.key), format_.name)};
      }
      known = {std::string(member.key), *found};
    }
    const Field field = known.field;
    marker = marker || (member.key == "event_type" && member.value != "purge");
    if (field != Field::ignored && (!member.plain || !assign(field, member.value, clock_, row))) {
      return LineIs::broken;
    }
    if (first && field != Field::ignored) {
      members_.push_back(field);
    }
  }
  if (!json.complete() || place == 0) {
    members_.clear();
    return LineIs::broken;
  }
  if (marker) {  // purge_init and purge_close have no flow
    members_.clear();
    return LineIs::no_flow;
  }
  if (first) {
    need(members_);
  }
  return row.bytes < 0 ? LineIs::broken : LineIs::a_flow;
}

}  // namespace bgpte::telemetry

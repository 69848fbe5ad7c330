// Flows: from blocks of bytes over lines and rows to cells.
#include <fmt/format.h>

#include "bgpte/model/digest.hpp"
#include "bgpte/telemetry/import.hpp"
#include "bgpte/text/foreign_form.hpp"
#include "src/telemetry/flows/akvorado.hpp"
#include "src/telemetry/flows/flow_cells.hpp"
#include "src/telemetry/json_fields.hpp"
#include "src/telemetry/line_splitter.hpp"
#include "src/telemetry/saturating.hpp"

namespace bgpte::telemetry {

std::optional<Sampling> parse_sampling(std::string_view text) {
  Sampling made;
  constexpr std::string_view applied = ":applied";
  if (text.ends_with(applied)) {
    made.applied = true;
    text.remove_suffix(applied.size());
  }
  constexpr std::int64_t most = 10'000'000;
  if (!parse_count(text, made.rate) || made.rate < 1 || made.rate > most) {
    return std::nullopt;
  }
  return made;
}

std::vector<std::string> flow_formats() {
  std::vector<std::string> names;
  for (const FlowFormat& format : formats()) {
    names.emplace_back(format.name);
  }
  return names;
}

struct FlowImport::State {
  State(const InterfaceMap& map, std::vector<model::IpPrefix> prefixes, ImportOptions asked)
      : options(std::move(asked)),
        cells(map, std::move(prefixes), options),
        clock(options.timezone, RowOrder::any) {}

  void begin();
  void feed(std::string_view bytes);
  void end();
  void take_line(std::string_view line);
  void choose(std::string_view line);
  void check_broken() const;

  ImportOptions options;
  FlowCells cells;
  Clock clock;
  std::vector<Source> sources;

  // Of the input that is being read.
  std::optional<LineSplitter> lines;
  std::optional<FlowReader> reader;
  const FlowFormat* format = nullptr;
  std::string document;
  model::Sha256 digest;
  std::int64_t bytes_read = 0, line_number = 0, rows = 0, broken = 0, first_broken = 0;
  std::string first_broken_text;
};

void FlowImport::State::begin() {
  lines.emplace();
  reader.reset();
  format = nullptr;
  document.clear();
  bytes_read = line_number = rows = broken = first_broken = 0;
}

void FlowImport::State::choose(std::string_view line) {
  if (options.format.empty()) {
    format = detect_format(line);
  } else {
    format = find_format(options.format);
  }
  if (format == nullptr) {
    std::string names;
    for (const std::string& name : flow_formats()) {
      names += names.empty() ? name : fmt::format(", {}", name);
    }
    throw Unreadable{
        fmt::format("the first line is of no format that is known ({}): {}", names, quoted(line))};
  }
  if (options.with_sources && format->shape == FormatShape::document) {
    throw Unreadable{fmt::format("--with-sources: {} has no source addresses", format->name)};
  }
  reader.emplace(*format, clock, options.with_sources ? Sources::wanted : Sources::ignored);
}

void FlowImport::State::take_line(std::string_view line) {
  ++line_number;
  if (format == nullptr) {
    if (says_nothing(line)) {
      return;
    }
    choose(line);
  }
  if (format->shape == FormatShape::document) {
    constexpr std::size_t most = std::size_t{64} << 20U;
    document.append(line).push_back('\n');
    if (document.size() > most) {
      throw Unreadable{"the document is larger than 64 MB"};
    }
    return;
  }
  FlowRow row;
  const LineIs what = reader->read(line, row);
  if (what == LineIs::a_flow) {
    ++rows;
    cells.add(row, *format);
  } else if (what == LineIs::broken) {
    if (broken++ == 0) {
      first_broken = line_number;
      first_broken_text = quoted(without_blanks(line));
    }
    cells.refuse("the line cannot be read", line);
  }
}

void FlowImport::State::feed(std::string_view bytes) {
  if (bytes_read == 0) {
    if (const std::string_view kind = text::archive_kind(bytes); !kind.empty()) {
      throw Unreadable{
          fmt::format("the input is {}: unpack it first, by a pipe for example", kind)};
    }
  }
  digest.add(bytes);
  std::string_view rest = bytes;
  if (bytes_read == 0 && rest.starts_with(text::byte_order_mark)) {
    rest.remove_prefix(text::byte_order_mark.size());
  }
  add_to(bytes_read, static_cast<std::int64_t>(bytes.size()));
  lines->feed(rest, [this](std::string_view line) { take_line(line); });
}

/// One line may be cut or damaged; an input of which more cannot be read is of another kind.
void FlowImport::State::check_broken() const {
  constexpr std::int64_t one_in = 100;
  if (broken > 0 && broken * one_in > rows) {
    throw Unreadable{fmt::format("line {} cannot be read as {}: {}{}", first_broken, format->name,
                                 first_broken_text,
                                 format->ask.empty() ? "" : fmt::format("; {}", format->ask))};
  }
}

void FlowImport::State::end() {
  lines->finish([this](std::string_view line) { take_line(line); });
  if (format == nullptr) {
    throw Unreadable{"the input is empty"};
  }
  if (format->shape == FormatShape::document) {
    read_akvorado_graph(document, *format, clock, cells);
  }
  check_broken();
  cells.check_input(*format);
  sources.push_back({std::string(format->name), digest.hex(), bytes_read});
}

namespace {

/// Does a piece of work; keeps what is wrong.
template <class Work>
bool attempt(std::string& fault, Work&& work) {
  if (!fault.empty()) {
    return false;
  }
  try {
    work();
  } catch (const Unreadable& unreadable) {
    fault = unreadable.why;
  }
  return fault.empty();
}

}  // namespace

FlowImport::FlowImport(const InterfaceMap& map, std::vector<model::IpPrefix> prefixes,
                       ImportOptions options) {
  attempt(fault_,
          [&] { state_ = std::make_unique<State>(map, std::move(prefixes), std::move(options)); });
}
FlowImport::~FlowImport() = default;

bool FlowImport::begin_input() {
  return attempt(fault_, [&] { state_->begin(); });
}

bool FlowImport::feed(std::string_view bytes) {
  return attempt(fault_, [&] { state_->feed(bytes); });
}

bool FlowImport::end_input() {
  return attempt(fault_, [&] { state_->end(); });
}

std::variant<Observation, std::string> FlowImport::take() {
  Observation made;
  attempt(fault_, [&] {
    made = state_->cells.take();
    made.sources = state_->sources;
  });
  if (!fault_.empty()) {
    return fault_;
  }
  sort(made);
  return made;
}

}  // namespace bgpte::telemetry

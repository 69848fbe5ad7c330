// From the text of a column or member to the field of a row.
#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "src/telemetry/flows/flow_format.hpp"
#include "src/telemetry/json_fields.hpp"

namespace bgpte::telemetry {

namespace {

bool nanoseconds(std::string_view text, std::int64_t& seconds) {
  constexpr std::int64_t in_a_second = 1'000'000'000;
  if (!parse_count(text, seconds)) {
    return false;
  }
  seconds /= in_a_second;
  return true;
}

/// A time of the year 1970 stands for none.
bool time_or_none(std::string_view text, Clock& clock, std::int64_t& seconds) {
  if (text.empty() || text.starts_with("1970-01-01")) {
    seconds = -1;
    return true;
  }
  if (!clock.read(text, seconds)) {
    return false;
  }
  if (seconds == 0) {
    seconds = -1;
  }
  return true;
}

/// "UDP" or "17"; what is no known name stays unknown.
std::int64_t protocol_of(std::string_view text) {
  std::int64_t number = -1;
  if (parse_count(text, number)) {
    return number;
  }
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 8> names{{{"ICMP", 1},
                                                                            {"TCP", 6},
                                                                            {"UDP", 17},
                                                                            {"GRE", 47},
                                                                            {"ESP", 50},
                                                                            {"ICMP6", 58},
                                                                            {"IPv6-ICMP", 58},
                                                                            {"SCTP", 132}}};
  const auto same = [&](std::string_view name) {
    return std::ranges::equal(name, text, [](char a, char b) {
      const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      };
      return lower(a) == lower(b);
    });
  };
  const auto found = std::ranges::find_if(names, [&](const auto& one) { return same(one.first); });
  return found == names.end() ? -1 : found->second;
}

/// "2", "0x02" or "......S."; -1 where it is none of these.
std::int64_t flags_of(std::string_view text) {
  std::int64_t number = -1;
  if (parse_count(text, number)) {
    return number;
  }
  if (text.starts_with("0x")) {
    constexpr int hexadecimal = 16;
    const char* end = text.data() + text.size();
    const auto [rest, fault] = std::from_chars(text.data() + 2, end, number, hexadecimal);
    return fault == std::errc{} && rest == end && number >= 0 ? number : -1;
  }
  constexpr std::string_view letters = "FSRPAUEC";
  std::int64_t flags = 0;
  for (const char c : text) {
    const std::size_t bit = letters.find(c);
    if (c != '.' && bit == std::string_view::npos) {
      return -1;
    }
    flags |= c == '.' ? 0 : std::int64_t{1} << bit;
  }
  return text.empty() ? -1 : flags;
}

/// A count; what is none stays unknown.
std::int64_t count_or_unknown(std::string_view text) {
  std::int64_t number = -1;
  return parse_count(text, number) ? number : -1;
}

}  // namespace

bool assign(Field field, std::string_view text, Clock& clock, FlowRow& row) {
  switch (field) {
    case Field::ignored:
      return true;
    case Field::router:
      row.router = text;
      return true;
    case Field::ifindex:
      return parse_count(text, row.ifindex);
    case Field::interface:
      row.interface = text;
      return !text.empty();
    case Field::destination:
      row.destination = text;
      return !text.empty();
    case Field::network:
      row.network = text;
      return true;
    case Field::mask:
      return parse_count(text, row.mask);
    case Field::bytes:
      return parse_count(text, row.bytes);
    case Field::packets:
      return parse_count(text, row.packets);
    case Field::flows:
      return parse_count(text, row.flows);
    case Field::first:
      return time_or_none(text, clock, row.first);
    case Field::last:
      return time_or_none(text, clock, row.last);
    case Field::received:
      return time_or_none(text, clock, row.received);
    case Field::bin:
      return clock.read(text, row.bin);
    case Field::first_ns:
      return nanoseconds(text, row.first);
    case Field::last_ns:
      return nanoseconds(text, row.last);
    case Field::received_ns:
      return nanoseconds(text, row.received);
    case Field::rate:
      return parse_count(text, row.rate);
    case Field::kind:
      row.kind = text;
      return true;
    case Field::event:
      row.event = text;
      return true;
    case Field::source:
      row.source = text;
      return true;
    case Field::source_as:
      row.source_as = count_or_unknown(text);
      return true;
    case Field::source_port:
      row.source_port = count_or_unknown(text);
      return true;
    case Field::protocol:
      row.protocol = protocol_of(text);
      return true;
    case Field::tcp_flags:
      row.tcp_flags = flags_of(text);
      return true;
    case Field::fragment:
      row.fragment = count_or_unknown(text);
      return true;
  }
  return false;
}

}  // namespace bgpte::telemetry

// From the text of a column or member to the field of a row.
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
  }
  return false;
}

}  // namespace bgpte::telemetry

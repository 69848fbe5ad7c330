// Reads quoted numbers and compares them with true ones.
#include "src/mcp/claims/quantity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "bgpte/text/decimal.hpp"

namespace bgpte::mcp {

namespace {

struct Unit {
  QuantityKind kind;
  std::string_view name;  ///< In lower case.
  long double size;
};
constexpr std::array<Unit, 30> units{
    {{QuantityKind::rate, "bps", 1},          {QuantityKind::rate, "bit/s", 1},
     {QuantityKind::rate, "kbps", 1e3L},      {QuantityKind::rate, "mbps", 1e6L},
     {QuantityKind::rate, "gbps", 1e9L},      {QuantityKind::rate, "tbps", 1e12L},
     {QuantityKind::rate, "kbit/s", 1e3L},    {QuantityKind::rate, "mbit/s", 1e6L},
     {QuantityKind::rate, "gbit/s", 1e9L},    {QuantityKind::rate, "tbit/s", 1e12L},
     {QuantityKind::rate, "kb/s", 8e3L},      {QuantityKind::rate, "mb/s", 8e6L},
     {QuantityKind::rate, "gb/s", 8e9L},      {QuantityKind::rate, "m", 1e6L},
     {QuantityKind::rate, "g", 1e9L},         {QuantityKind::share, "%", 0.01L},
     {QuantityKind::share, "percent", 0.01L}, {QuantityKind::share, "per cent", 0.01L},
     {QuantityKind::share, "points", 0.01L},  {QuantityKind::seconds, "s", 1},
     {QuantityKind::seconds, "seconds", 1},   {QuantityKind::seconds, "second", 1},
     {QuantityKind::seconds, "min", 60},      {QuantityKind::seconds, "minutes", 60},
     {QuantityKind::seconds, "minute", 60},   {QuantityKind::seconds, "h", 3600},
     {QuantityKind::seconds, "hours", 3600},  {QuantityKind::seconds, "hour", 3600},
     {QuantityKind::seconds, "days", 86400},  {QuantityKind::plain, "prepends", 1}}};

struct Symbol {
  std::string_view sign, code;
};
constexpr std::array<Symbol, 3> currency_symbols{{{"$", "USD"}, {"€", "EUR"}, {"£", "GBP"}}};

std::string lower(std::string_view text) {
  std::string low(text);
  std::ranges::transform(low, low.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return low;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  return text;
}

/// Without what is said around a number: "about", "a month".
std::string_view bare(std::string_view text) {
  text = trimmed(text);
  for (const std::string_view before : {"about ", "~", "≈", "+"}) {
    if (text.starts_with(before)) {
      text = trimmed(text.substr(before.size()));
    }
  }
  for (const std::string_view behind : {"a month", "per month", "/month"}) {
    if (text.ends_with(behind)) {
      text = trimmed(text.substr(0, text.size() - behind.size()));
    }
  }
  return text;
}

bool is_number_char(char c) {
  return text::is_digit(c) || c == '.' || c == ',';
}

/// A name in upper case with a currency's sign as its code.
std::string currency_code(std::string_view unit) {
  for (const Symbol& symbol : currency_symbols) {
    if (unit == symbol.sign) {
      return std::string(symbol.code);
    }
  }
  return std::string(unit);
}

bool is_currency(std::string_view unit) {
  const std::string code = currency_code(unit);
  return code.size() == 3 && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool ends_with_any(std::string_view key, std::initializer_list<std::string_view> ends) {
  return std::ranges::any_of(ends, [&](std::string_view end) { return key.ends_with(end); });
}

/// What a key says of the numbers below it; nothing where it says nothing.
std::optional<QuantityKind> kind_of_key(std::string_view key) {
  if (ends_with_any(key, {"_bps"})) {
    return QuantityKind::rate;
  }
  if (ends_with_any(key,
                    {"utilisation", "share", "shares", "expect", "measure", "moved", "when"})) {
    return QuantityKind::share;
  }
  if (ends_with_any(key, {"cost", "bill", "cost_difference", "could_still_gain", "objective"})) {
    return QuantityKind::money;
  }
  if (ends_with_any(key, {"_s"})) {
    return QuantityKind::seconds;
  }
  if (ends_with_any(key, {"gap", "from", "to", "step", "changes", "rank", "samples"})) {
    return QuantityKind::plain;
  }
  return std::nullopt;
}

/// The exponent that begins at `end`, as in 7.1e8, which is moved behind it; 0: there is none.
int take_exponent(std::string_view text, std::size_t& end) {
  constexpr std::size_t most_digits = 3;
  std::size_t at = end;
  if (at == text.size() || (text[at] != 'e' && text[at] != 'E')) {
    return 0;
  }
  ++at;
  const bool negative = at < text.size() && text[at] == '-';
  at += at < text.size() && (text[at] == '-' || text[at] == '+') ? 1 : 0;
  const std::size_t begin = at;
  int exponent = 0;
  while (at < text.size() && text::is_digit(text[at]) && at - begin < most_digits) {
    exponent = exponent * 10 + (text[at] - '0');
    ++at;
  }
  if (at == begin || (at < text.size() && text::is_digit(text[at]))) {
    return 0;
  }
  end = at;
  return negative ? -exponent : exponent;
}

/// Digits behind the point. Of a whole number the zeros at its end, as a negative number: 6,700 was
/// rounded to hundreds; two digits at least are taken as meant.
int decimals_of(std::string_view digits) {
  if (const std::size_t point = digits.find('.'); point != std::string_view::npos) {
    return static_cast<int>(digits.size() - point - 1);
  }
  const std::size_t sign = digits.starts_with('-') ? 1 : 0;
  int zeros = 0;
  while (digits.size() > sign + 2 && digits.back() == '0') {
    digits.remove_suffix(1);
    ++zeros;
  }
  return -zeros;
}

}  // namespace

QuantityKind kind_of(std::string_view pointer) {
  while (!pointer.empty()) {
    const std::size_t slash = pointer.rfind('/');
    if (slash == std::string_view::npos) {
      break;
    }
    if (const auto kind = kind_of_key(pointer.substr(slash + 1))) {
      return *kind;
    }
    pointer = pointer.substr(0, slash);
  }
  return QuantityKind::plain;
}

std::string base_unit(QuantityKind kind, const std::string& currency) {
  switch (kind) {
    case QuantityKind::rate:
      return "bit/s";
    case QuantityKind::share:
      return "as a part of 1";
    case QuantityKind::money:
      return currency;
    case QuantityKind::seconds:
      return "s";
    case QuantityKind::plain:
      break;
  }
  return "";
}

std::optional<Quoted> parse_quoted(std::string_view written) {
  std::string_view text = bare(written);
  const std::size_t begin = text.find_first_of("0123456789");
  if (begin == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view before = trimmed(text.substr(0, begin));
  std::size_t end = begin;
  while (end < text.size() && is_number_char(text[end])) {
    ++end;
  }
  std::string digits;
  if (before.ends_with('-')) {
    digits = "-";
    before = trimmed(before.substr(0, before.size() - 1));
  }
  for (const char c : text.substr(begin, end - begin)) {
    digits += c == ',' ? "" : std::string(1, c);
  }
  const int exponent = take_exponent(text, end);
  const std::string_view behind = trimmed(text.substr(end));
  const bool both = !before.empty() && !behind.empty();
  if (both || digits.back() == '.' || std::ranges::count(digits, '.') > 1) {
    return std::nullopt;
  }
  return Quoted{std::strtold(digits.c_str(), nullptr) * std::pow(10.0L, exponent),
                decimals_of(digits) - exponent, std::string(before.empty() ? behind : before)};
}

std::optional<long double> unit_size(QuantityKind kind, std::string_view unit,
                                     const std::string& currency) {
  if (unit.empty()) {
    return 1;
  }
  if (kind == QuantityKind::money) {
    return currency_code(unit) == currency ? std::optional<long double>(1) : std::nullopt;
  }
  const std::string low = lower(unit);
  for (const Unit& known : units) {
    if (known.kind == kind && known.name == low) {
      return known.size;
    }
  }
  // A plain number may be called anything, but not by a unit of another kind.
  const bool foreign = is_currency(unit) || std::ranges::any_of(units, [&](const Unit& known) {
                         return known.name == low;
                       });
  return kind == QuantityKind::plain && !foreign ? std::optional<long double>(1) : std::nullopt;
}

std::string right_unit(QuantityKind kind, const Quoted& quoted, long double actual,
                       const std::string& currency) {
  if (nearness(quoted, 1, actual) != Nearness::different && !quoted.unit.empty()) {
    return base_unit(kind, currency);
  }
  for (const Unit& known : units) {
    if (known.kind == kind && nearness(quoted, known.size, actual) != Nearness::different) {
      return std::string(known.name);
    }
  }
  return "";
}

Nearness nearness(const Quoted& quoted, long double unit, long double actual) {
  constexpr long double same = 1e-12L;
  constexpr long double most_off = 0.05L;
  const long double true_number = actual / unit;
  const long double off = std::fabs(true_number - quoted.number);
  const long double size = std::fabs(true_number);
  if (off <= same * size) {
    return Nearness::same;
  }
  const long double half_digit = 0.5L * std::pow(10.0L, -static_cast<long double>(quoted.decimals));
  return off <= half_digit * (1 + same) && off <= most_off * size ? Nearness::rounded
                                                                  : Nearness::different;
}

}  // namespace bgpte::mcp

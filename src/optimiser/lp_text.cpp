// Text of a model in the CPLEX LP format.
#include "src/optimiser/lp_text.hpp"

#include <algorithm>

#include "bgpte/text/decimal.hpp"

namespace bgpte::optimiser {
std::string decimal(Int128 number, int digits) {
  return text::format_decimal(number, digits, {.most_decimals = digits, .least_decimals = digits});
}

std::string mbps(std::int64_t rate) {
  return decimal(rate, 6);
}

std::string term(const std::string& coefficient, const std::string& name) {
  if (coefficient.front() == '-') {
    return "\n  - " + coefficient.substr(1) + " " + name;
  }
  return "\n  + " + coefficient + " " + name;
}

bool is_rising(const billing::Piecewise& curve) {
  const auto& segments = curve.segments();
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (segments[i].slope < 0 ||
        (i > 0 && segments[i].value <
                      segments[i - 1].value +
                          segments[i - 1].slope * (segments[i].from - segments[i - 1].from))) {
      return false;
    }
  }
  return true;
}

void LpText::row(const std::string& name, const std::string& terms, const char* relation,
                 const std::string& right) {
  rows += " " + name + ":" + terms + "\n  " + relation + " " + right + "\n";
}

std::string LpText::above(const std::string& tail, const std::string& variable,
                          std::int64_t threshold) {
  std::string e = "e_" + tail;
  row("above_" + tail, term("1", e) + term("-1", variable), ">=", "-" + mbps(threshold));
  return e;
}

std::string LpText::below(const std::string& tail, const std::string& variable,
                          std::int64_t threshold) {
  std::string s = "s_" + tail;
  row("below_" + tail, term("1", s) + term("1", variable), ">=", mbps(threshold));
  return s;
}

std::string LpText::greater(const std::string& variable, std::int64_t floor, std::int64_t top,
                            const std::string& tail) {
  std::string m = "m_" + tail;
  const std::string pick = "g_" + tail;
  const std::string big = mbps(top);
  row("over_" + tail, term("1", m) + term("-1", variable), ">=", "0");
  row("floor_" + tail, term("1", m), ">=", mbps(floor));
  row("load_or_" + tail, term("1", m) + term("-1", variable) + term(big, pick), "<=", big);
  row("floor_or_" + tail, term("1", m) + term("-" + big, pick), "<=", mbps(floor));
  binaries += " " + pick + "\n";
  return m;
}

void LpText::add_curve(const billing::Piecewise& curve, const std::string& variable,
                       const std::string& tail, std::int64_t hi, int decimals) {
  const auto& segments = curve.segments();
  if (segments.size() == 1) {
    objective += term(decimal(segments[0].slope, 18 - decimals), variable);
    constant += segments[0].value;
    return;
  }
  const std::string t = "t_" + tail;
  objective += term("1", t);
  if (curve.is_convex()) {
    bounds += " " + t + " free\n";
    for (std::size_t i = 0; i < segments.size() && segments[i].from <= hi; ++i) {
      row("cut_" + tail + "_" + std::to_string(i),
          term("1", t) + term(decimal(-segments[i].slope, 18 - decimals), variable),
          ">=", decimal(segments[i].value - segments[i].slope * segments[i].from, 18));
    }
    return;
  }
  // One binary for each stretch: the load lies in exactly one, and its line is the value.
  std::string one;
  std::string parts = term("1", variable);
  std::string value = term("1", t);
  for (std::size_t i = 0; i < segments.size() && segments[i].from <= hi; ++i) {
    const std::int64_t to = i + 1 < segments.size() ? std::min(hi, segments[i + 1].from - 1) : hi;
    const std::string index = tail + "_" + std::to_string(i);
    const std::string b = "b_" + index;
    const std::string w = "w_" + index;
    one += term("1", b);
    parts += term("-1", w);
    value += term(decimal(-segments[i].slope, 18 - decimals), w);
    value += term(decimal(segments[i].slope * segments[i].from - segments[i].value, 18), b);
    row("lo_" + index, term("1", w) + term(decimal(-segments[i].from, decimals), b), ">=", "0");
    row("hi_" + index, term("1", w) + term(decimal(-to, decimals), b), "<=", "0");
    binaries += " " + b + "\n";
  }
  bounds += " " + t + " free\n";
  row("stretch_" + tail, one, "=", "1");
  row("split_" + tail, parts, "=", "0");
  row("value_" + tail, value, "=", "0");
}

std::string LpText::text() const {
  std::string text = comments + "Minimize\n obj:" + (objective.empty() ? " 0 one" : objective) +
                     "\nSubject To\n" + rows + "Bounds\n" + bounds + " one = 1\n";
  if (!binaries.empty()) {
    text += "Binaries\n" + binaries;
  }
  return text + "End\n";
}

}  // namespace bgpte::optimiser

#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/text/format.hpp"
#include "tests/render/page_reader.hpp"

/// Holds the numbers of a page of advice to the JSON of the same advice.
namespace bgpte::render_test {

inline std::int64_t rate_of(const nlohmann::json& value) {
  return value.get<std::int64_t>();
}

inline model::Money money_of(const nlohmann::json& value) {
  return {static_cast<model::Int128>(std::llround(value.get<double>() * 1e6)) * 1'000'000};
}

/// The text of a number of the JSON by the rounding that a page names.
inline std::string rounded_as(const std::string& as, const nlohmann::json& value) {
  const auto range = [&](const char* end) { return model::Bps{rate_of(value.at(end))}; };
  if (as == "rate") {
    return model::format_rate({rate_of(value)});
  }
  if (as == "forecast") {
    return value.is_object() ? advice::rate_range({range("low"), range("expected"), range("high")})
                             : model::forecast_rate({rate_of(value)});
  }
  if (as == "percent") {
    return text::fine_percent(value.get<double>());
  }
  if (as == "percent-range") {
    return text::fine_percent_with_range(value.at("low"), value.at("expected"), value.at("high"));
  }
  if (as == "money") {
    return model::format_money(money_of(value));
  }
  if (as == "money-range") {
    return advice::money_range(
        {money_of(value.at("low")), money_of(value.at("expected")), money_of(value.at("high"))});
  }
  return "<no such rounding: " + as + ">";
}

/// Compares every number of a page with the JSON; returns how many there were.
inline std::size_t compare_numbers(const std::string& page, const std::string& text) {
  const nlohmann::json advice = nlohmann::json::parse(text);
  std::size_t compared = 0;
  double axis_end = 1;
  for (const Tag& tag : tags_of(page)) {
    if (const auto end = tag.attributes.find("data-axis-end"); end != tag.attributes.end()) {
      axis_end = std::stod(end->second);
    }
    const auto pointer = tag.attributes.find("data-pointer");
    if (pointer == tag.attributes.end()) {
      continue;
    }
    ++compared;
    const nlohmann::json& value = advice.at(nlohmann::json::json_pointer(pointer->second));
    const std::string& as = tag.attributes.at("data-as");
    if (as == "length") {
      EXPECT_NEAR(std::stod(tag.attributes.at("width")), 100 * value.get<double>() / axis_end, 1e-3)
          << pointer->second;
    } else {
      EXPECT_EQ(unescaped(tag.text), rounded_as(as, value)) << pointer->second;
    }
  }
  return compared;
}

}  // namespace bgpte::render_test

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// How numbers, durations and lists are said, in sentences and in tables alike. What needs a rate
/// or money is in bgpte/model/text_format.hpp, what needs advice in
/// bgpte/advice/text_format.hpp.
namespace bgpte::text {

/// A share to whole percents: "71 %"; from 0.05 to 0.95 % with one decimal, "0.4 %".
[[nodiscard]] std::string percent(double share);
/// "53-93 %", whole percents.
[[nodiscard]] std::string percent_range(double low, double high);
/// "71 % (53-93 %)"; only "71 %" where the range rounds to one number.
[[nodiscard]] std::string percent_with_range(double low, double expected, double high);

/// A share in percent with one decimal where it has one, without the sign: "98", "80.3".
[[nodiscard]] std::string fine_percent_number(double share);
/// "80.3 %".
[[nodiscard]] std::string fine_percent(double share);
/// "71.5 % (53-93)"; only "71.5 %" where both ends read the same.
[[nodiscard]] std::string fine_percent_with_range(double low, double expected, double high);

/// A count and its noun: "1 minute", "20 minutes".
[[nodiscard]] std::string count_of(std::int64_t count, std::string_view noun);
/// "once", "twice", "3 times".
[[nodiscard]] std::string times(int count);

/// "20 minutes", "2 hours 30 minutes": rounded up to minutes, hours from two on.
[[nodiscard]] std::string duration(std::int64_t seconds);
/// "20 minutes"; what is not a number of whole minutes in seconds, "90 s".
[[nodiscard]] std::string exact_duration(std::int64_t seconds);
/// "19 h 15 min", "45 min": rounded down to minutes.
[[nodiscard]] std::string hours_and_minutes(std::int64_t seconds);

/// "A, B and C".
[[nodiscard]] std::string join(const std::vector<std::string>& parts);
/// The first `most` of them and how many more there are: "A, B and 7 more". One more than `most`
/// is named, since its name is as short as "1 more".
[[nodiscard]] std::string join_some(std::vector<std::string> parts, std::size_t most);

/// The text without trailing zeros after its decimal point; "-0" is "0".
[[nodiscard]] std::string without_trailing_zeros(std::string number);

/// A word of a command line as a POSIX shell reads it.
[[nodiscard]] std::string shell_word(const std::string& text);

/// With its first letter, if ASCII, in upper case.
[[nodiscard]] std::string capitalised(std::string text);
/// First letter in upper case, a full stop at the end.
[[nodiscard]] std::string sentence(std::string text);

}  // namespace bgpte::text

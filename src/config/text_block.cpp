// Lines of text, comment lines and lists of words.
#include "src/config/text_block.hpp"

namespace bgpte::config {

void TextBlock::begin_note() {
  text_ += comment_;
  text_ += ' ';
}

void TextBlock::append(fmt::string_view format, fmt::format_args args) {
  text_ += fmt::vformat(format, args);
  text_ += '\n';
}

std::string joined(std::span<const std::string> texts, std::string_view separator) {
  std::string all;
  for (const std::string& text : texts) {
    if (&text != &texts.front()) {
      all += separator;
    }
    all += text;
  }
  return all;
}

std::string repeated_as(model::Asn asn, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += (i == 0 ? "" : " ") + std::to_string(asn);
  }
  return text;
}

}  // namespace bgpte::config

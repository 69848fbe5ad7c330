// Writes the fields of advice as JSON.
#include "src/render/field_writer.hpp"

#include "bgpte/json/value.hpp"
#include "bgpte/text/decimal.hpp"

namespace bgpte::render {

FieldWriter::~FieldWriter() {
  if (!first_) {
    out_ += '\n';
    indent(depth_);
  }
  out_ += '}';
}

void FieldWriter::begin(std::string_view key) {
  out_ += first_ ? "\n" : ",\n";
  first_ = false;
  indent(depth_ + 1);
  out_ += json::string_literal(key);
  out_ += ": ";
}

void FieldWriter::raw(std::string_view key, std::string_view json) {
  begin(key);
  out_ += json;
}

void FieldWriter::string(std::string_view key, std::string_view value) {
  raw(key, json::string_literal(value));
}

void FieldWriter::optional_text(std::string_view key, const std::string& value) {
  if (!value.empty()) {
    string(key, value);
  }
}

void FieldWriter::optional_rate(std::string_view key, const std::optional<model::Bps>& value) {
  if (value) {
    rate(key, *value);
  }
}

void FieldWriter::share(std::string_view key, double value) {
  raw(key, text::format_decimal(text::millionths(value), 6, text::six_decimals));
}

void FieldWriter::money(std::string_view key, model::Money value) {
  raw(key, text::format_decimal(value.pico, 12, text::six_decimals));
}

void FieldWriter::objective(std::string_view key, evaluation::Objective value) {
  raw(key, text::format_decimal(value.atto, 18, text::six_decimals));
}

void FieldWriter::prepend(std::string_view key, model::Prepend value) {
  raw(key, value < 0 ? "null" : std::to_string(value));
}

void FieldWriter::prepends(std::string_view key, const config::PrependMap& value) {
  object(key, [&](FieldWriter& inner) {
    for (const auto& [prefix, prepend] : value) {
      inner.prepend(model::to_string(prefix), prepend);
    }
  });
}

void FieldWriter::optional_marks(std::string_view key, const config::AttributesMap& value) {
  if (value.empty()) {
    return;
  }
  object(key, [&](FieldWriter& inner) {
    for (const auto& item : value) {
      inner.object(model::to_string(item.first), [&](FieldWriter& marks) {
        marks.communities("communities", item.second.communities);
        marks.optional_integer("med", item.second.med);
      });
    }
  });
}

void FieldWriter::meds(std::string_view key,
                       const std::map<model::IpPrefix, std::uint32_t>& value) {
  object(key, [&](FieldWriter& inner) {
    for (const auto& [prefix, number] : value) {
      inner.integer(model::to_string(prefix), number);
    }
  });
}

void FieldWriter::optional_asns(std::string_view key,
                                const std::map<model::IpPrefix, model::Asn>& value) {
  if (!value.empty()) {
    meds(key, value);
  }
}

void FieldWriter::texts(std::string_view key, const std::vector<std::string>& value) {
  std::string json = "[";
  for (const std::string& text : value) {
    json += (json.size() > 1 ? ", " : "") + json::string_literal(text);
  }
  raw(key, json + "]");
}

void FieldWriter::text_or_texts(std::string_view key, const std::vector<std::string>& value) {
  if (value.size() == 1) {
    string(key, value.front());
  } else {
    texts(key, value);
  }
}

void FieldWriter::optional_prefixes(std::string_view key,
                                    const std::vector<model::IpPrefix>& value) {
  std::vector<std::string> written;
  for (const model::IpPrefix& prefix : value) {
    written.push_back(model::to_string(prefix));
  }
  if (!written.empty()) {
    texts(key, written);
  }
}

void FieldWriter::communities(std::string_view key, const std::vector<model::Community>& value) {
  std::vector<std::string> written;
  for (const model::Community& community : value) {
    written.push_back(model::to_string(community));
  }
  if (!written.empty()) {
    texts(key, written);
  }
}

void FieldWriter::address(std::string_view key, const model::IpAddress& value) {
  string(key, model::to_string(value));
}

void FieldWriter::entry_range(std::string_view key, const std::optional<model::EntryRange>& value) {
  if (value) {
    raw(key, "[" + std::to_string(value->first) + ", " + std::to_string(value->last) + "]");
  }
}

}  // namespace bgpte::render

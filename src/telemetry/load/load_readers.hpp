#pragma once

#include <map>
#include <string>
#include <string_view>

#include "src/telemetry/json_fields.hpp"
#include "src/telemetry/load/places.hpp"
#include "src/telemetry/load/series.hpp"

namespace bgpte::telemetry {

/// What a reader of counters works with.
struct LoadContext {
  const ImportOptions& options;
  LoadSamples& samples;
  const Places& places;
  /// Of Zabbix: what item.get said of each item, for the history that follows.
  std::map<std::string, Series>& items;
};

/// Each reads one input, and throws Unreadable where it is not what it has to be.
void read_prometheus(const json::Value& document, LoadContext& context);
void read_rrdtool(const json::Value& document, LoadContext& context);
void read_librenms(const json::Value& document, LoadContext& context);
void read_zabbix(const json::Value& document, LoadContext& context);
void read_influxdb(const json::Value& document, LoadContext& context);
void read_own_load_csv(std::string_view text, LoadContext& context);
void read_grafana(std::string_view text, LoadContext& context);
void read_cacti(std::string_view text, LoadContext& context);

/// A whole number that may be written as a text; throws where it is none.
[[nodiscard]] std::int64_t whole(const json::Value& value, const char* what);

}  // namespace bgpte::telemetry

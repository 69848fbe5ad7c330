#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bgpte/model/ip_prefix.hpp"
#include "bgpte/telemetry/map.hpp"
#include "bgpte/telemetry/observation.hpp"

/// From one tool's output to an observation (docs/observation-format.md).
namespace bgpte::telemetry {

/// How an exporter samples, as the operator says.
struct Sampling {
  std::int64_t rate = 1;  ///< 1:N.
  bool applied = false;   ///< The collector has multiplied already.
};
/// "1000" or "1000:applied".
[[nodiscard]] std::optional<Sampling> parse_sampling(std::string_view text);

/// What the command line says of the inputs.
struct ImportOptions {
  std::string format = {};  ///< Empty: to be detected.
  std::string layer = {};   ///< "l2", "l3" or nothing.
  /// Of times that are written without a zone: "UTC", "+01:00" or a name such as "Europe/Berlin".
  std::string timezone = {};
  std::string router = {};                        ///< Of inputs that name none.
  std::string link = {};                          ///< Of inputs that name no interface.
  std::string direction = "in";                   ///< Of series that do not say: "in" or "out".
  std::optional<Window> window = {};              ///< What is outside of it is not taken.
  std::int64_t step_s = 300;                      ///< Length of the intervals.
  bool with_sources = false;                      ///< Flows: tell where they come from.
  std::map<std::string, Sampling> sampling = {};  ///< By router; goes before what inputs say.
  /// Which interface a series of no name of its own is: legend, "ROUTER/IFNAME/in".
  std::map<std::string, std::string> series = {};
};

/// The names of the formats, for `format`.
[[nodiscard]] std::vector<std::string> flow_formats();
[[nodiscard]] std::vector<std::string> load_formats();

/// Adds up flows in constant memory: its size grows with the cells, not with the input. Inputs are
/// given one after the other, each in blocks of any size. Bad input is a fault and no exception.
class FlowImport {
 public:
  /// `prefixes`: the listed ones. The map must outlive the import.
  FlowImport(const InterfaceMap& map, std::vector<model::IpPrefix> prefixes, ImportOptions options);
  ~FlowImport();
  FlowImport(const FlowImport&) = delete;
  FlowImport& operator=(const FlowImport&) = delete;

  /// Each is false from the first fault on.
  bool begin_input();
  bool feed(std::string_view bytes);
  bool end_input();
  /// One sentence; empty while all is well.
  [[nodiscard]] const std::string& fault() const { return fault_; }
  /// What all inputs gave together, or the fault.
  [[nodiscard]] std::variant<Observation, std::string> take();

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::string fault_;
};

/// Reads counters: one observation of all inputs together.
[[nodiscard]] std::variant<Observation, std::string> import_load(
    std::span<const std::string> inputs, const InterfaceMap& map, const ImportOptions& options);

}  // namespace bgpte::telemetry

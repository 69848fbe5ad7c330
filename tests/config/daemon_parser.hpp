#pragma once

#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

#include "tests/config/example.hpp"

namespace bgpte::config::testing {

struct Verdict {
  bool accepted = false;
  std::string output;
};

inline Verdict run(const std::string& command) {
  Verdict verdict;
  std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) {
    return verdict;
  }
  std::array<char, 4096> buffer{};
  while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) {
    verdict.output += buffer.data();
  }
  verdict.accepted = pclose(pipe) == 0;
  return verdict;
}

/// A folder of its own for one test, gone at its end.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() /
              ("bgpte-" + name + "-" + std::to_string(static_cast<long>(getpid())))) {
    std::filesystem::create_directories(path_);
  }
  /// A daemon that is just ending may take its own files away at the same time.
  ~Folder() {
    std::error_code gone;
    std::filesystem::remove_all(path_, gone);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// What vtysh -f and bgpd -f read: no line of the exec mode. Those three are all there may be.
inline std::string configuration_lines(const std::string& text) {
  std::string kept;
  for (const std::string& line : lines_of(text)) {
    if (line != "configure terminal" && line != "end" && line != "write memory" &&
        !line.starts_with("clear bgp ")) {
      kept += line + "\n";
    }
  }
  return kept;
}

/// FRR's own parsers, whose exit statuses are not reliable: any complaint is a refusal.
inline Verdict frr_accepts(const Folder& folder, const std::string& text) {
  const std::string path = folder.file("frr.conf");
  write_text(path, text);
  Verdict verdict = run("vtysh -C -f " + path);
  const Verdict bgpd = run("/usr/lib/frr/bgpd -C -S -Z -f " + path + " --log stdout");
  verdict.output += bgpd.output;
  verdict.accepted = bgpd.accepted;
  for (const char* complaint : {"% ", "config line", "No such command", "not found"}) {
    if (verdict.output.find(complaint) != std::string::npos) {
      verdict.accepted = false;
    }
  }
  return verdict;
}

inline std::string bird_base() {
  return "router id 192.0.2.9;\n"
         "filter T1_OUT_V4 {\n  if net = 10.9.0.0/16 then reject;\n"
         "  if source = RTS_STATIC then accept;\n  reject;\n}\n"
         "filter T1_OUT_V6 { if source = RTS_STATIC then { bgp_med = 5; accept; } reject; }\n"
         "filter ANOTHER { accept; }\n"
         "protocol device {}\n"
         "protocol static { ipv4; route 198.51.100.0/24 blackhole; }\n"
         "protocol bgp t1_v4 { local as 64511; neighbor 192.0.2.1 as 64500;\n"
         "  ipv4 { import all; export filter T1_OUT_V4; }; }\n"
         "protocol bgp t1_v6 { local as 64511; neighbor 2001:db8:0:1::1 as 64500;\n"
         "  ipv6 { import all; export filter T1_OUT_V6; }; }\n";
}

/// The block is a shell text for the router: run it on a configuration of our own, with no daemon.
inline Verdict bird_run(const std::string& config, const std::string& block) {
  write_text(config + ".sh", block);
  return run("BIRD_CONF=" + config + " BIRDC='echo birdc' sh " + config + ".sh");
}

/// What FRR runs before the change.
inline std::string frr_base() {
  std::string text = "frr defaults traditional\nrouter bgp 64511\n no bgp ebgp-requires-policy\n";
  for (const char* neighbor : {"192.0.2.1", "2001:db8:0:1::1"}) {
    text += std::string(" neighbor ") + neighbor + " remote-as 64500\n";
  }
  text +=
      " address-family ipv4 unicast\n  network 198.51.100.0/24\n"
      "  neighbor 192.0.2.1 route-map T1_OUT_V4 out\n exit-address-family\n"
      " address-family ipv6 unicast\n  network 2001:db8:1000::/36\n"
      "  neighbor 2001:db8:0:1::1 activate\n"
      "  neighbor 2001:db8:0:1::1 route-map T1_OUT_V6 out\n exit-address-family\nexit\n";
  for (const char* map : {"T1_OUT_V4", "T1_OUT_V6"}) {
    text += std::string("route-map ") + map + " permit 10\n set as-path prepend 64511\nexit\n";
    text += std::string("route-map ") + map + " permit 20\nexit\n";
  }
  return text;
}

/// Runs a block for OpenBGPD, which is shell text, on a configuration of our own, with no daemon.
inline Verdict bgpd_run(const std::string& config, const std::string& block) {
  write_text(config + ".sh", block);
  return run("BGPD_CONF=" + config + " BGPCTL='echo request processed:' sh " + config + ".sh");
}

/// A configuration of OpenBGPD, which refuses to read one that others may read.
inline std::string bgpd_base() {
  return "AS 64511\nrouter-id 192.0.2.9\nfib-update no\n"
         "neighbor 192.0.2.1 { remote-as 64500 }\nneighbor 2001:db8:0:1::1 { remote-as 64500 }\n"
         "deny from any\nallow to any\nallow quick from ebgp\n";
}

inline void write_private(const std::string& path, const std::string& text) {
  write_text(path, text);
  std::filesystem::permissions(
      path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace bgpte::config::testing

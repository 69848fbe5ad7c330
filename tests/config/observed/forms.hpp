#pragma once

// Printers for the forms in which routers show what they advertise, written after the daemons'
// sources and the vendors' documentation, and nothing of the readers.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "bgpte/config/observed.hpp"

namespace bgpte::config::forms {

using model::Platform;

inline constexpr model::Asn own = 65551;  // 1.15 in dotted notation

/// A route as the neighbour receives it.
struct Sent {
  std::string prefix, next_hop;
  std::vector<model::Asn> path;  ///< With the own AS in front.
  std::vector<std::string> standard, large;
  std::optional<std::uint32_t> med;
};

class Routes {
 public:
  explicit Routes(unsigned seed) : random_(seed) {}

  std::vector<Sent> some() {
    std::vector<Sent> routes(1 + pick(6));
    const bool v6 = pick(2) == 0;
    for (std::size_t i = 0; i < routes.size(); ++i) {
      routes[i] = route(v6, i);
    }
    return routes;
  }

 private:
  unsigned pick(unsigned count) { return static_cast<unsigned>(random_() % count); }

  template <std::size_t N>
  const char* one_of(const std::array<const char*, N>& texts) {
    return texts[pick(N)];
  }

  Sent route(bool v6, std::size_t i) {
    Sent sent;
    sent.prefix = v6 ? fmt::format("2001:db8:{:x}::/{}", i * 0x1000 + pick(0x1000), 48 + pick(17))
                     : fmt::format("198.51.100.{}/{}", i * 32, 27 + pick(6));
    sent.next_hop = v6 ? one_of(std::array{"::", "2001:db8::1", "2001:db8:0:2:ffff:ffff:ffff:fff2"})
                       : one_of(std::array{"0.0.0.0", "192.0.2.6", "203.0.113.254"});
    sent.path.assign(1 + pick(4), own);
    if (pick(4) == 0) {
      sent.path.push_back(pick(2) == 0 ? 64499 : 4200000001);
      sent.path.push_back(64511);
    }
    if (pick(2) == 0) {
      sent.standard = {"64502:80", "65535:65281"};
      for (unsigned more = pick(60); more > 0; --more) {
        sent.standard.push_back(fmt::format("64500:{}", 1000 + more));
      }
    }
    if (pick(2) == 0) {
      sent.large = {"64502:1:2", "4200000001:4294967295:0"};
    }
    if (pick(2) == 0) {
      sent.med = pick(2) == 0 ? 50 : 4294967295;
    }
    return sent;
  }

  std::mt19937 random_;
};

inline std::string dotted(model::Asn as) {
  return fmt::format("{}.{}", as >> 16U, as & 0xffffU);
}

/// The path without its first `skipped` numbers.
inline std::string path_text(const Sent& sent, std::size_t skipped, bool dots = false) {
  std::vector<std::string> words;
  for (std::size_t i = skipped; i < sent.path.size(); ++i) {
    words.push_back(dots ? dotted(sent.path[i]) : std::to_string(sent.path[i]));
  }
  return fmt::format("{}", fmt::join(words, " "));
}

/// How one release of FRR lays out its text.
struct FrrText {
  const char* status;
  int heading_indent, number_indent;
  bool dots, counts_paths, wide;
};

inline std::string frr_text(const std::vector<Sent>& routes, const FrrText& form) {
  const int prefix_width = form.wide ? 45 : 17;
  const int hop_width = form.wide ? 41 : 16;
  const int metric_width = form.wide ? 7 : 10;
  std::string text = fmt::format("Default local pref 100, local AS {}\n\n", own);
  text += fmt::format("{:{}}{:<{}}{:<{}}{:>{}} LocPrf Weight Path\n", "", form.heading_indent,
                      "Network", prefix_width, "Next Hop", hop_width, "Metric", metric_width);
  for (const Sent& sent : routes) {
    text += form.status;
    const auto cell = [&](const std::string& word, int width, int indent) {
      const bool fits = static_cast<int>(word.size()) < width;
      text +=
          fits ? fmt::format("{:<{}}", word, width) : fmt::format("{}\n{:{}}", word, "", indent);
    };
    cell(sent.prefix, prefix_width, 20);
    cell(sent.next_hop, hop_width, form.number_indent);
    const std::string path = path_text(sent, 1, form.dots);
    text += fmt::format("{:>{}}       {:>7} {}{}i\n", sent.med ? std::to_string(*sent.med) : "",
                        metric_width, sent.path.size() % 2 == 0 ? "32768" : "0", path,
                        path.empty() ? "" : " ");
  }
  text += fmt::format("\nTotal number of prefixes {}", routes.size());
  return text + (form.counts_paths ? ", total number of paths 9\n" : "\n");
}

inline std::string frr_json(const std::vector<Sent>& routes, bool metric_last) {
  std::vector<std::string> members;
  for (const Sent& sent : routes) {
    const std::string path = fmt::format(R"("path":"{}")", path_text(sent, 1));
    const std::string metric = sent.med ? fmt::format(R"("metric":{})", *sent.med) : R"("x":1)";
    members.push_back(fmt::format(R"("{}":{{{},{}}})", sent.prefix, metric_last ? path : metric,
                                  metric_last ? metric : path));
  }
  return fmt::format(R"({{"localAS":{},"advertisedRoutes":{{{}}}}})", own, fmt::join(members, ","));
}

inline std::string quoted_list(const std::vector<std::string>& texts) {
  return texts.empty() ? "[]" : fmt::format("[\"{}\"]", fmt::join(texts, "\",\""));
}

inline std::string frr_detail(const std::vector<Sent>& routes) {
  std::vector<std::string> members;
  for (const Sent& sent : routes) {
    const std::string path = path_text(sent, 1);
    members.push_back(fmt::format(
        R"("{}":{{"paths":[{{"aspath":{{"string":"{}","segments":[],"length":0}},{}"community":)"
        R"({{"string":"-","list":{}}},"largeCommunity":{{"string":"-","list":{}}}}}]}})",
        sent.prefix, path.empty() ? "Local" : path,
        sent.med ? fmt::format(R"("metric":{},)", *sent.med) : "", quoted_list(sent.standard),
        quoted_list(sent.large)));
  }
  return fmt::format(
      "{{\n\"localAS\":{},\"advertisedRoutes\": {{{}}}\n,\"totalPrefixCounter\":1}}\n", own,
      fmt::join(members, ","));
}

/// A list of communities as BIRD breaks it: 500 characters or so a line.
inline std::string bird_list(const std::string& name, const std::vector<std::string>& texts,
                             const char* separator) {
  std::string text;
  std::string line = "\t" + name + ":";
  for (std::string one : texts) {
    for (std::size_t at = 0; (at = one.find(':', at)) != std::string::npos;) {
      one.replace(at, 1, separator);
    }
    if (line.size() > 480) {
      text += line + "\n";
      line = "\t\t(" + one + ")";
      continue;
    }
    line += " (" + one + ")";
  }
  return texts.empty() ? "" : text + line + "\n";
}

inline std::string bird_text(const std::vector<Sent>& routes, bool three) {
  std::string text = "BIRD 0.0 ready.\nAccess restricted\nTable master4:\n";
  for (const Sent& sent : routes) {
    text += fmt::format("{:<20} blackhole [own 22:34:15.316] * (200)\n", sent.prefix);
    text += three ? "\tpreference: 200\n\tsource: static\n" : "\tType: static univ\n";
    const std::string path = path_text(sent, 1);
    const auto name = [&](const char* of_two, const char* of_three) {
      return three ? of_three : of_two;
    };
    text += path.empty() ? "" : fmt::format("\t{}: {}\n", name("BGP.as_path", "bgp_path"), path);
    text += sent.med ? fmt::format("\t{}: {}\n", name("BGP.med", "bgp_med"), *sent.med) : "";
    text += bird_list(name("BGP.community", "bgp_community"), sent.standard, ",");
    text += bird_list(name("BGP.large_community", "bgp_large_community"), sent.large, ", ");
    text += three ? "\tInternal route handling values: 0L 2G 0S id 1\n" : "";
  }
  return text;
}

inline std::string openbgpd_detail(const std::vector<Sent>& routes) {
  std::string text;
  for (const Sent& sent : routes) {
    text += fmt::format(
        "\nBGP routing table entry for {}\n    {}\n"
        "    Nexthop {} (via {}) Neighbor 192.0.2.5 (192.0.2.240)\n"
        "    Origin IGP, metric {}, localpref 100, weight 0, ovs not-found, external, valid\n"
        "    Last update: Never\n",
        sent.prefix, path_text(sent, 0), sent.next_hop, sent.next_hop, sent.med.value_or(0));
    std::vector<std::string> standard = sent.standard;
    std::ranges::replace(standard, std::string("65535:65281"), std::string("NO_EXPORT"));
    text += standard.empty() ? "" : fmt::format("    Communities: {}\n", fmt::join(standard, " "));
    text += sent.large.empty()
                ? ""
                : fmt::format("    Large Communities: {}\n", fmt::join(sent.large, " "));
  }
  return text;
}

inline std::string openbgpd_table(const std::vector<Sent>& routes) {
  std::string text = "flags ovs destination          gateway          lpref   med aspath origin\n";
  for (const Sent& sent : routes) {
    text += fmt::format("A*      N {:<20} {:<15} {:>5} {:>5} {} i\n", sent.prefix, sent.next_hop,
                        100, sent.med.value_or(0), path_text(sent, 0));
  }
  return text;
}

inline std::string gobgp_text(const std::vector<Sent>& routes, bool says_what_is_sent) {
  std::string text =
      fmt::format("   ID  Network              Next Hop             AS_PATH  Attrs{}\n",
                  says_what_is_sent ? "Filtered" : "");
  for (const Sent& sent : routes) {
    std::vector<std::string> standard = sent.standard;
    std::ranges::replace(standard, std::string("65535:65281"), std::string("no-export"));
    std::string attributes = "[{Origin: ?}";
    attributes += sent.med ? fmt::format(" {{Med: {}}}", *sent.med) : "";
    attributes +=
        standard.empty() ? "" : fmt::format(" {{Communities: {}}}", fmt::join(standard, ", "));
    attributes += sent.large.empty()
                      ? ""
                      : fmt::format(" {{LargeCommunity: [ {}]}}", fmt::join(sent.large, ", "));
    text += fmt::format("   1   {:<20} {:<20} {:<20} {}]{}\n", sent.prefix, sent.next_hop,
                        path_text(sent, 0), attributes, says_what_is_sent ? "not filtered" : "");
  }
  return text;
}

/// Junos: the local AS in brackets, in front of the copies or behind all of the path.
inline std::string junos_json(const std::vector<Sent>& routes, bool bracket_first) {
  std::vector<std::string> entries;
  for (const Sent& sent : routes) {
    const std::string rest = path_text(sent, 1);
    const std::string bracket = fmt::format("[{}]", own);
    const std::string path = bracket_first
                                 ? fmt::format("{}{}{}", bracket, rest.empty() ? "" : " ", rest)
                                 : fmt::format("{}{}{}", rest, rest.empty() ? "" : " ", bracket);
    std::vector<std::string> communities;
    for (const std::string& one : sent.standard) {
      communities.push_back(fmt::format(R"({{"data":"{}"}})", one));
    }
    for (const std::string& one : sent.large) {
      communities.push_back(fmt::format(R"({{"data":"large:{}"}})", one));
    }
    const std::size_t slash = sent.prefix.find('/');
    entries.push_back(fmt::format(
        R"({{"rt-destination":[{{"data":"{}"}}],"rt-prefix-length":[{{"data":"{}"}}],"rt-entry":[{{)"
        R"({}{}"as-path":[{{"data":"{} I"}}]}}]}})",
        sent.prefix.substr(0, slash), sent.prefix.substr(slash + 1),
        sent.med ? fmt::format(R"("med":[{{"data":"{}"}}],)", *sent.med) : "",
        communities.empty()
            ? ""
            : fmt::format(R"("communities":[{{"community":[{}]}}],)", fmt::join(communities, ",")),
        path));
  }
  return fmt::format(
      R"({{"route-information":[{{"route-table":[{{"table-name":[{{"data":"inet.0"}}],"rt":[{}]}}]}}]}})",
      fmt::join(entries, ","));
}

inline std::string eos_json(const std::vector<Sent>& routes) {
  std::vector<std::string> entries;
  for (const Sent& sent : routes) {
    entries.push_back(
        fmt::format(R"("{}":{{"bgpRoutePaths":[{{"med":{},"asPathEntry":{{"asPath":"{} i"}}}}]}})",
                    sent.prefix, sent.med.value_or(0), path_text(sent, 0)));
  }
  return fmt::format(R"({{"vrfs":{{"default":{{"bgpRouteEntries":{{{}}},"asn":"{}"}}}}}})",
                     fmt::join(entries, ","), own);
}

inline std::string ios_xr_text(const std::vector<Sent>& routes, bool dots) {
  std::string text =
      "\nAddress Family: IPv4 Unicast\n----------------------------\n\n"
      "Network            Next Hop        From            AS Path\n";
  for (const Sent& sent : routes) {
    text += sent.prefix.size() < 19 ? fmt::format("{:<19}", sent.prefix)
                                    : fmt::format("{}\n{:19}", sent.prefix, "");
    text += fmt::format("{:<15} Local           {}i\n", sent.next_hop, path_text(sent, 0, dots));
  }
  return text + fmt::format("\nProcessed {} prefixes, {} paths\n", routes.size(), routes.size());
}

/// What a form shows besides the path.
struct Shows {
  bool communities, med;
};

}  // namespace bgpte::config::forms

// Parts of a change as an Ansible playbook. Modules:
// https://docs.ansible.com/ansible/latest/collections/ (cisco.ios.ios_config,
// cisco.nxos.nxos_config, arista.eos.eos_config, junipernetworks.junos.junos_config,
// vyos.vyos.vyos_config, ansible.netcommon.cli_config, ansible.builtin.shell).
#include "bgpte/config/ansible.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <sstream>

#include "src/config/object_names.hpp"
#include "src/config/platforms/platforms.hpp"

namespace bgpte::config {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(std::move(line));
  }
  return lines;
}

/// A YAML text in single quotes.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c;
    if (c == '\'') {
      out += c;
    }
  }
  return out + "'";
}

bool is_comment(const std::string& line) {
  return line.empty() || line[0] == '!' || line[0] == '#';
}

/// Lines about the session with the router rather than its configuration: the module does those.
bool is_session_line(const std::string& line) {
  for (const std::string_view start :
       {"configure", "end", "commit", "checkpoint", "show ", "clear ", "compare", "run ", "save"}) {
    if (line.starts_with(start)) {
      return true;
    }
  }
  return line == "exit";
}

class Playbook {
 public:
  Playbook() { line(0, "---"); }

  void play(const ConfigPart& part, std::string_view what, const std::string& tags,
            const std::string& text) {
    const SessionChange& change = part.change;
    const model::Session& session = change.session;
    line(0, "- name: " + quoted(fmt::format("bgpte change {}, step {}, link {}, {}: {}",
                                            escaped(change.change_id), change.step,
                                            escaped(change.link), name_of(session.family), what)));
    line(1, "hosts: " + quoted(escaped(session.router)));
    line(1, "gather_facts: false");
    line(1, fmt::format("tags: [{}]", tags));
    line(1, "tasks:");
    const AnsibleRow& row = row_of(session.platform).ansible;
    if (part.mode == Mode::manual || row.way == AnsibleWay::by_hand) {
      task("By hand", "ansible.builtin.fail");
      block(4, "msg", text);
    } else {
      write(row, change, what, text);
    }
  }

  std::string take() { return std::move(text_); }

 private:
  void line(int depth, std::string_view content) {
    text_.append(static_cast<std::size_t>(depth) * 2, ' ');
    text_ += content;
    text_ += '\n';
  }

  void task(std::string_view name, std::string_view module) {
    line(2, "- name: " + quoted(name));
    line(3, std::string(module) + ":");
  }

  void block(int depth, std::string_view key, const std::string& text) {
    line(depth, std::string(key) + ": |");
    for (const std::string& content : lines_of(text)) {
      line(depth + 1, content);
    }
  }

  void list(std::string_view key, const std::vector<std::string>& items) {
    line(4, std::string(key) + ":");
    for (const std::string& item : items) {
      line(5, "- " + quoted(item));
    }
  }

  void write(const AnsibleRow& row, const SessionChange& change, std::string_view what,
             const std::string& text) {
    switch (row.way) {
      case AnsibleWay::vtysh:
        write_vtysh(change, text);
        break;
      case AnsibleWay::shell:
        task("Run the block; the check mode leaves it out", row.module);
        block(4, "cmd", text);
        break;
      case AnsibleWay::route_map:
        write_route_map(row, text);
        break;
      case AnsibleWay::junos_sets:
      case AnsibleWay::vyos_sets:
        write_set_lines(row, change, what, text);
        break;
      default:
        write_text(row, text);
        break;
    }
  }

  void write_vtysh(const SessionChange& change, const std::string& text) {
    task("Keep a copy of the running configuration", "ansible.builtin.shell");
    line(4, fmt::format("cmd: vtysh -c 'show running-config' > /var/tmp/bgpte-{}-before.conf",
                        escaped(change.change_id)));
    line(4, fmt::format("creates: /var/tmp/bgpte-{}-before.conf", escaped(change.change_id)));
    task("Paste the block; the check mode leaves it out", "ansible.builtin.command");
    line(4, "cmd: vtysh");
    block(4, "stdin", text);
    line(3, "register: said");
    // From 10.7 on FRR makes a note of it where a `no` finds nothing to remove.
    line(3,
         "failed_when: said.rc != 0 or '% ' in said.stdout | "
         "replace('% Configuration applied with notes', '')");
  }

  /// One task for each run of lines of one mode. `match: none` sends every line as it stands.
  void write_route_map(const AnsibleRow& row, const std::string& text) {
    std::vector<std::string> flat;
    std::vector<std::string> inner;
    std::string parent;
    std::vector<std::string> refresh;
    bool first = true;
    const auto flush = [&] {
      const std::vector<std::string>& lines = parent.empty() ? flat : inner;
      if (!lines.empty()) {
        task(parent.empty() ? "Lists and removals" : parent, row.module);
        if (!parent.empty()) {
          list("parents", {parent});
        }
        list("lines", lines);
        line(4, "match: none");
        if (first) {
          line(4, "backup: true");
        }
        first = false;
      }
      flat.clear();
      inner.clear();
      parent.clear();
    };
    const std::vector<std::string> all = lines_of(text);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string& content = all[i];
      if (content.starts_with("clear ") || content.starts_with("write ") ||
          content.starts_with("copy ")) {
        refresh.push_back(content);
      } else if (is_comment(content) || is_session_line(content)) {
        continue;
      } else if (content[0] == ' ') {
        inner.push_back(content.substr(1));
      } else {
        const bool opens = i + 1 < all.size() && all[i + 1].starts_with(" ");
        if (opens || !parent.empty()) {
          flush();
        }
        if (opens) {
          parent = content;
        } else {
          flat.push_back(content);
        }
      }
    }
    flush();
    task(refresh.size() > 1 ? "Soft refresh, then save" : "Soft refresh", row.command_module);
    list("commands", refresh);
    line(3, "when: not ansible_check_mode");
  }

  void write_set_lines(const AnsibleRow& row, const SessionChange& change, std::string_view what,
                       const std::string& text) {
    std::vector<std::string> lines;
    std::vector<std::string> refresh;
    std::string timer;
    for (const std::string& content : lines_of(text)) {
      if (content.starts_with("set ") || content.starts_with("delete ")) {
        lines.push_back(content);
      } else if (content.starts_with("commit confirmed ")) {
        std::istringstream in(content.substr(17));
        in >> timer;
      }
    }
    const bool junos = row.way == AnsibleWay::junos_sets;
    if (!junos) {
      // The paste has it in the verify part, since its commit-confirm must be the last line.
      refresh.push_back(fmt::format("reset bgp {} {} soft out", name_of(change.session.family),
                                    to_string(change.session.neighbor)));
    }
    if (what == "confirm") {
      task("Keep the change", row.module);
      line(4, junos ? "confirm_commit: true" : "save: true");
      return;
    }
    task("Set and delete", row.module);
    list("lines", lines);
    line(4, "backup: true");
    if (!junos && what == "rollback") {
      line(4, "save: true");
    }
    if (junos && !timer.empty()) {
      line(4, "confirm: " + timer);
    }
    if (!refresh.empty()) {
      task("Soft refresh", row.command_module);
      list("commands", refresh);
      line(3, "when: not ansible_check_mode");
    }
  }

  void write_text(const AnsibleRow& row, const std::string& text) {
    std::string kept;
    for (const std::string& content : lines_of(text)) {
      // The `exit` that closes an address family belongs to the configuration.
      if (!is_comment(content) &&
          (!is_session_line(content) || content == "exit" || content.starts_with("end-"))) {
        kept += content + "\n";
      }
    }
    task("Configuration text", row.module);
    block(4, "config", kept);
    line(4, "backup: true");
  }

  std::string text_;
};

/// Whether a name can be meant as one host: a play's `hosts` is a pattern.
/// https://docs.ansible.com/ansible/latest/inventory_guide/intro_patterns.html
bool is_one_host(const std::string& name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  return !name.empty() && name != "all" && name != "ungrouped" && name.front() != '-' &&
         std::ranges::all_of(name, plain);
}

}  // namespace

std::string ansible_fault(std::span<const ConfigPart> parts) {
  for (const ConfigPart& part : parts) {
    const std::string& router = part.change.session.router;
    if (!is_one_host(router)) {
      return fmt::format(
          "the router's name '{}' is a pattern or a group to Ansible, not the name of one host",
          escaped(router));
    }
  }
  return {};
}

std::string ansible_playbook(std::span<const ConfigPart> given) {
  Playbook playbook;
  // Each module commits by itself, so no part waits for another one's commit.
  std::vector<ConfigPart> parts(given.begin(), given.end());
  for (ConfigPart& part : parts) {
    if (!part.change.transaction.empty()) {
      part.change.transaction.clear();
      part = emit(SessionChange(part.change));
    }
  }
  const auto tagged = [](std::string_view what, const ConfigPart& part) {
    return fmt::format("{}, {}_step{}, never", what, what, part.change.step);
  };
  for (const ConfigPart& part : parts) {
    // A later step waits for what the one before it shows, so a person must ask for it.
    const bool first = part.change.step == parts.front().change.step;
    playbook.play(part, "apply",
                  first ? fmt::format("apply, step{}", part.change.step)
                        : fmt::format("step{}, never", part.change.step),
                  part.apply);
  }
  for (const ConfigPart& part : parts) {
    if (part.mode == Mode::paste && row_of(part.change.session.platform).ansible.confirms) {
      playbook.play(part, "confirm", tagged("confirm", part), part.confirm);
    }
  }
  for (std::size_t i = parts.size(); i > 0; --i) {
    playbook.play(parts[i - 1], "rollback", tagged("rollback", parts[i - 1]),
                  parts[i - 1].rollback);
  }
  return playbook.take();
}

}  // namespace bgpte::config

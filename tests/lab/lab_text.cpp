// Prints one part of the configuration of the lab's change: lab_text PLATFORM OWNER FAMILY PART.
// `mode` as PART prints paste or manual.
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "bgpte/config/config.hpp"

namespace {

using namespace bgpte;

model::IpPrefix prefix(const std::string& text) {
  return model::parse_prefix(text).prefix;
}

const std::vector<model::Community> lower_preference = {{false, {64502, 80}},
                                                        {true, {64502, 1, 2}}};

void add_levers(config::AttributesMap& marks, const model::IpPrefix& ten,
                const model::IpPrefix& eleven) {
  marks[ten].communities = lower_preference;
  marks[eleven].med = 100;
}

config::SessionChange lab_change(model::Platform platform, const std::string& owner, bool v6) {
  config::SessionChange change;
  change.change_id = "lab";
  change.local_as = 65000;
  change.neighbor_as = 64502;
  change.link = "B";
  model::Session& session = change.session;
  session.router = "edge1";
  session.platform = platform;
  session.family = v6 ? model::Family::ipv6 : model::Family::ipv4;
  session.neighbor =
      model::parse_address(v6 ? "2001:db8:0:2::1" : "192.0.2.5").value_or(model::IpAddress{});
  session.export_policy = {v6 ? "TO_B6" : "TO_B4"};
  session.free_entries = model::EntryRange{1, 9};
  session.next_entry = 10;
  session.protocol = v6 ? "b6" : "b4";
  const model::IpPrefix ten = prefix(v6 ? "2001:db8:10::/48" : "10.0.0.0/24");
  const model::IpPrefix eleven = prefix(v6 ? "2001:db8:11::/48" : "11.0.0.0/24");
  if (owner == "none") {
    session.prepends = model::PrependOwner::none;
    change.before = {{ten, 0}, {eleven, 0}};
    change.after = {{ten, 1}, {eleven, 1}};
  } else if (owner == "withdraw") {
    session.prepends = model::PrependOwner::none;
    change.before = {{eleven, 0}};
    change.after = {{eleven, model::not_announced}};
  } else if (owner == "lever" || owner == "other") {
    session.prepends = model::PrependOwner::none;
    change.before = {{ten, 0}, {eleven, 0}};
    change.after = change.before;
    add_levers(change.marks_after, ten, eleven);
    if (owner == "other") {
      change.marks_before = change.marks_after;
      change.marks_after[ten].communities = {{false, {64502, 90}}};
    }
  } else if (owner == "early" || owner == "gone" || owner == "again") {
    session.prepends = model::PrependOwner::bgpte;
    change.before = change.after = {{ten, 1}, {eleven, 1}};
    if (owner == "early") {
      change.marks_after[eleven].communities = lower_preference;
    } else if (owner == "gone") {
      change.marks_before[eleven].communities = lower_preference;
      change.after[eleven] = model::not_announced;
    } else {
      change.before[eleven] = model::not_announced;
      change.after[eleven] = 2;
      session.managed = {eleven};
    }
  } else if (owner == "bgpte") {
    session.prepends = model::PrependOwner::bgpte;
    change.before = {{ten, 1}, {eleven, 1}};
    change.after = {{ten, 1}, {eleven, 0}};
  } else {
    session.prepends = model::PrependOwner::foreign;
    session.foreign = model::ForeignPrepend{10, 20};
    if (owner == "foreign-lever") {
      change.before = change.after = {{ten, 1}, {eleven, 1}};
      add_levers(change.marks_after, ten, eleven);
    } else {
      change.before = {{eleven, 1}};
      change.after = {{eleven, 0}};
    }
  }
  return change;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs(
        "usage: lab_text PLATFORM "
        "none|bgpte|foreign|foreign-lever|withdraw|lever|other|early|gone|again "
        "ipv4|ipv6 PART\n",
        stderr);
    return 64;
  }
  const auto platform = model::parse_platform(argv[1]);
  if (!platform) {
    std::fputs("lab_text: unknown platform\n", stderr);
    return 65;
  }
  const config::ConfigPart part =
      config::emit(lab_change(*platform, argv[2], std::string(argv[3]) == "ipv6"));
  const std::map<std::string, std::string> texts = {
      {"mode", std::string(config::name_of(part.mode)) + "\n"},
      {"precheck", part.precheck},
      {"apply", part.apply},
      {"verify", part.verify},
      {"confirm", part.confirm},
      {"rollback", part.rollback}};
  const auto found = texts.find(argv[4]);
  if (found == texts.end()) {
    std::fputs("lab_text: unknown part\n", stderr);
    return 64;
  }
  std::fputs(found->second.c_str(), stdout);
  return 0;
}

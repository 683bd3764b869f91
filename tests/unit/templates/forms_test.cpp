// The shipped forms: what each needs, by the rules of DOMAIN section 2.
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

TEST_CASE("all forms of SPEC section 5 are shipped") {
  for (const auto* name : {"request", "reply", "vehicle-check", "person-check", "document-check",
                           "firearm-trace", "spontaneous-information", "alert", "case-note",
                           "legal-assistance", "search", "control", "note"}) {
    INFO(name);
    CHECK(shipped().find(name) != nullptr);
  }
}

TEST_CASE("every blank form filled with its own examples is valid") {
  for (const auto* which : shipped().all()) {
    const auto text = filled_blank(*which);
    INFO(text);
    const auto form = read(text);
    INFO(told(form.problems));
    CHECK(form.name == which->name);
    CHECK(form.problems.empty());
    CHECK(form.unknown.empty());
    for (const auto& warning : form.warnings) {
      CHECK(warning.code == "default-used");
    }
  }
}

TEST_CASE("every filled form is the same when it comes as our own JSON") {
  for (const auto* which : shipped().all()) {
    const auto form = read(filled_blank(*which));
    const auto json = read_json_form(to_json(form), shipped(), options());
    INFO(which->name << "\n" << told(json.problems));
    CHECK(json.problems.empty());
    CHECK(disagreements(form, json).empty());
    CHECK(disagreements(json, form).empty());
  }
}

TEST_CASE("every example of every field is a value, alone in its form") {
  for (const auto* which : shipped().all()) {
    for (const auto& field : which->fields) {
      if (field.id == "template") {
        continue;
      }
      const auto form =
          read("Form: " + which->name + "\n" + field.label + ": " + field.example + "\n");
      INFO(which->name << " " << field.id << "\n" << told(form.problems));
      CHECK(form.find(field.id) != nullptr);
      for (const auto& problem : form.problems) {
        CHECK(problem.label != field.label);
      }
    }
  }
}

const std::string kCheckHead =
    "To: BG\nCrime area: DRUG\nOur reference: 1\nPurpose: detect\nReason: investigation\n";

std::string vehicles(int count) {
  std::string text = "Form: vehicle-check\nChecks: owner\n" + kCheckHead;
  for (int i = 1; i <= count; ++i) {
    text += "[Vehicle " + std::to_string(i) + "]\nKind: car\nPlate: X" + std::to_string(i) +
            "\nPlate country: BG\n";
  }
  return text;
}

TEST_CASE("a vehicle check has one vehicle to twenty") {
  CHECK(codes(read(vehicles(0)).problems) == Strings{"missing 0"});
  CHECK(read(vehicles(1)).problems.empty());
  CHECK(read(vehicles(20)).problems.empty());
  CHECK(find_problem(read(vehicles(21)).problems, "too-many") != nullptr);
}

TEST_CASE("a period is needed for border crossings alone, and its end follows its beginning") {
  const auto with = [](const std::string& lines) {
    auto text = vehicles(1);
    text.replace(text.find("Checks: owner\n"), 14, lines);
    return read(text);
  };
  CHECK(with("Checks: owner; stolen\n").problems.empty());
  CHECK(codes(with("Checks: owner; border crossings\n").problems) ==
        Strings{"missing 0", "missing 0"});
  CHECK(with("Checks: border crossings\nPeriod from: 2026-10\nPeriod to: 20.11.2026\n")
            .problems.empty());
  const auto mixed =
      with("Checks: border crossings\nPeriod from: 2026-11-02\nPeriod to: 2026-11-01\n");
  REQUIRE(mixed.problems.size() == 1);
  CHECK(mixed.problems[0].code == "out-of-order");
  CHECK(mixed.problems[0].line == 4);
  // 2026 is not before 2026-11-02: a part says no more than it says.
  CHECK(with("Checks: border crossings\nPeriod from: 2026-11-02\nPeriod to: 2026\n")
            .problems.empty());
  CHECK(find_problem(
            with("Checks: border crossings\nPeriod from: 2026-11-25\nPeriod to: 2027\n").problems,
            "in-the-future") != nullptr);
}

TEST_CASE("a value may name a block: it must be there, and any spelling of it is one") {
  const auto driver = [](const std::string& line, const std::string& block) {
    return read(vehicles(1) + block + "Driver: " + line + "\n");
  };
  const std::string person = "[Person 2]\nFamily name: Petrov\n";
  for (const auto* name : {"Person 2", "[person 2]", "PERSON 2", "Person #2"}) {
    INFO(name);
    const auto form = driver(name, person);
    INFO(told(form.problems));
    CHECK(form.problems.empty());
    CHECK(form.text("driver") == "person 2");
  }
  CHECK(codes(driver("Person 3", person).problems) == Strings{"no-such-block 14"});
  CHECK(driver("Petar Petrov", "").text("driver") == "Petar Petrov");
  // A vehicle drives no vehicle: what is no person's block is a name.
  CHECK(driver("Vehicle 1", "").text("driver") == "Vehicle 1");
}

TEST_CASE("a link names two blocks and nothing else") {
  const auto link = [](const std::string& to) {
    return read(request_with("") + "[Link 1]\nFrom block: Person 1\nTo block: " + to +
                "\nRelation: drives\n");
  };
  CHECK(codes(link("the lorry").problems) == Strings{"not-a-block 17"});
  CHECK(codes(link("Vehicle 1").problems) == Strings{"no-such-block 17"});
  CHECK(link("Person 1").problems.empty());
}

TEST_CASE("photos are needed when one firearm has no serial number") {
  const auto trace = [](const std::string& serial) {
    return read("Form: firearm-trace\nTraces: import\nCircumstances: found\n" +
                kCheckHead.substr(0, 58) +
                "[Firearm 1]\nKind: pistol\nMake: Zastava\nCalibre: 9 mm\nSerial number: A1\n"
                "[Firearm 2]\nKind: pistol\nMake: UNKNOWN\nCalibre: 9 mm\n" +
                serial);
  };
  const auto readable = trace("Serial number: A2\n");
  INFO(told(readable.problems));
  CHECK(readable.problems.empty());
  const auto erased = trace("Serial number status: erased\n");
  REQUIRE(erased.problems.size() == 1);
  CHECK(erased.problems[0].label == "Photos of both sides");
}

TEST_CASE("an attachment is named by name or number, and one that is not there is a warning") {
  auto with = options();
  with.attachments = Strings{"left.jpg", "Photo 2.JPG"};
  const std::string text =
      "Form: document-check\nChecks: validity\n" + kCheckHead +
      "[Document 1]\nDocument type: passport\nNumber: 1\nIssuing country: RS\nPhoto: ";
  CHECK(read(text + "2\n", with).text("photo") == "Photo 2.JPG");
  CHECK(read(text + "photo 2.jpg\n", with).text("photo") == "Photo 2.JPG");
  const auto missing = read(text + "right.jpg\n", with);
  CHECK(missing.problems.empty());
  CHECK(find_problem(missing.warnings, "no-such-attachment") != nullptr);
  CHECK(find_problem(read(text + "3\n", with).warnings, "no-such-attachment") != nullptr);
  CHECK(read(text + "right.jpg\n").warnings.empty());  // the gateway did not say what there is
}

const std::string kAlert =
    "Form: alert\nTo: ALL\nCrime area: DRUG\nOur reference: 1\nAlert kind: consignment\n"
    "Headline: h\nSituation: s\nAction: observe\nHotline: +40 21 1\nSource evaluation: A\n"
    "Information evaluation: 1\n";

TEST_CASE("an alert lives thirty days at most, counted from its beginning") {
  const auto alert = [](const std::string& from, const std::string& until) {
    return read(kAlert + "Valid from: " + from + "\nValid until: " + until + "\n");
  };
  CHECK(alert("2026-12-01 00:00 UTC", "2026-12-31 00:00 UTC").problems.empty());
  const auto long_one = alert("2026-12-01 00:00 UTC", "2026-12-31 00:01 UTC");
  REQUIRE(long_one.problems.size() == 1);
  CHECK(long_one.problems[0].code == "too-late");
  CHECK(long_one.problems[0].hint.find("2026-12-31T00:00:00Z") != std::string::npos);
  CHECK(codes(alert("2026-12-02 00:00 UTC", "2026-12-01 00:00 UTC").problems) ==
        Strings{"out-of-order 13"});
  CHECK(codes(alert("2026-11-01 00:00 UTC", "2026-11-10 00:00 UTC").problems) ==
        Strings{"in-the-past 13"});
}

TEST_CASE("an alert says the danger where the kind asks for it") {
  const auto times =
      std::string("Valid from: 2026-12-01 00:00 UTC\nValid until: 2026-12-02 00:00 UTC\n");
  CHECK(read(kAlert + times).problems.empty());
  auto wanted = kAlert;
  wanted.replace(wanted.find("consignment"), 11, "wanted");
  CHECK(codes(read(wanted + times).problems) == Strings{"missing 0"});
  CHECK(read(wanted + times + "Danger: armed; violent\n").problems.empty());
}

TEST_CASE("what gives information is evaluated, X4 with a reminder when the writer is silent") {
  const auto form = read(
      "Form: spontaneous-information\nTo: BG\nCrime area: DRUG\nOur reference: 1\nSubject: s\n"
      "Information: i\nWhy it is useful: w\nUse allowed: as requested\nSerious crime: no\n");
  INFO(told(form.problems));
  CHECK(form.problems.empty());
  CHECK(form.text("source_eval") == "X");
  CHECK(form.text("info_eval") == "4");
  CHECK(codes(form.warnings) == Strings{"default-used 0", "default-used 0"});
}

TEST_CASE("a deadline shorter than the class has is a warning with the way out") {
  CHECK(read(request_with("Deadline: 2026-12-01 12:00 UTC\n")).warnings.empty());
  const auto soon = read(request_with("Deadline: 2026-12-01 11:59 UTC\n"));
  CHECK(soon.problems.empty());
  CHECK(codes(soon.warnings) == Strings{"short-deadline 10"});
  CHECK(read(request_with("Priority: urgent\nUrgency reason: U3\nUrgency explained: x\n"
                          "Deadline: 2026-11-27 12:00 UTC\n"))
            .warnings.empty());
}

TEST_CASE(
    "a search needs words or a thing to look for, a justification, and a case beyond one's own") {
  const std::string head = "Form: search\nScope: my cases\nJustification: j\n";
  CHECK(codes(read(head).problems) == Strings{"missing 0"});
  CHECK(read(head + "Query: jovanovic\n").problems.empty());
  CHECK(read(head + "[Vehicle 1]\nPlate: CA 1234 AB\n").problems.empty());
  CHECK(read(head + "[Person 1]\nFamily name: Jovanovic\n").problems.empty());
  CHECK_FALSE(read(head + "[Person 1]\nSex: male\n").problems.empty());
  CHECK(codes(read("Form: search\nScope: my state\nJustification: j\nQuery: x\n").problems) ==
        Strings{"missing 0"});
  CHECK(codes(read("Form: search\nScope: my cases\nQuery: x\n").problems) == Strings{"missing 0"});
}

TEST_CASE("a number with bounds is taken at both ends and refused beyond them") {
  const auto with = [](const std::string& limit) {
    return codes(
        read("Form: search\nScope: my cases\nJustification: j\nQuery: x\nLimit: " + limit + "\n")
            .problems);
  };
  CHECK(with("1").empty());
  CHECK(with("100").empty());
  CHECK(with("0") == Strings{"out-of-range 5"});
  CHECK(with("101") == Strings{"out-of-range 5"});
  CHECK(with("ten") == Strings{"not-a-number 5"});
}

TEST_CASE("each control message says what it needs") {
  const auto needs = [](const std::string& action) {
    Strings labels;
    for (const auto& problem : read("Form: control\nAction: " + action + "\n").problems) {
      labels.push_back(problem.label);
    }
    return labels;
  };
  CHECK(needs("help").empty());
  CHECK(needs("open requests").empty());
  CHECK(needs("status") == Strings{"Target"});
  CHECK(needs("recall") == Strings{"Target", "Reason"});
  CHECK(needs("correct") == Strings{"Target", "Reason", "Correction"});
  CHECK(needs("absence") == Strings{"Until"});
  CHECK(needs("extend retention") == Strings{"Target", "Reason"});
  CHECK(needs("legal hold") == Strings{"Target", "Reason"});
  CHECK(needs("handover") == Strings{"Target", "Substitute", "Reason"});
  CHECK(needs("template") == Strings{"Wanted form"});
  CHECK(needs("key update") == Strings{"Key"});
}

TEST_CASE("a participant is a state, a prosecutor and perhaps a role") {
  const auto form = [](const std::string& line) {
    return read("Form: case-note\nParticipants: " + line + "\n");
  };
  CHECK(form("Romania, Radu, lead; BG, Ivanova").list("participants") ==
        Strings{"RO, Radu, lead", "BG, Ivanova"});
  CHECK(form("RO, Radu, lead, until June").list("participants") ==
        Strings{"RO, Radu, lead, until June"});
  CHECK(find_problem(form("RO; BG, Ivanova").problems, "missing-part") != nullptr);
  CHECK(find_problem(form("Nowhere, Radu").problems, "not-a-country") != nullptr);
}

TEST_CASE("a letter rogatory says what its measures need") {
  const auto needs = [](const std::string& lines) {
    Strings labels;
    for (const auto& problem : read("Form: legal-assistance\n" + lines).problems) {
      labels.push_back(problem.label);
    }
    return labels;
  };
  const auto has = [](const Strings& labels, const std::string& label) {
    return std::find(labels.begin(), labels.end(), label) != labels.end();
  };
  CHECK(has(needs("Measures: search; documents\n"), "Court order attached"));
  CHECK_FALSE(has(needs("Measures: documents\n"), "Court order attached"));
  CHECK(has(needs("Measures: service\n"), "Addressee"));
  CHECK(has(needs("Kind of notice: sent formally\n"), "Formal reference"));
  CHECK_FALSE(has(needs("Kind of notice: status query\n"), "Formal reference"));
  CHECK(has(needs(""), "[Person 1]"));
}

TEST_CASE("deadlines are those of DOMAIN section 7") {
  const auto deadline = [](const char* name, const char* code) {
    return shipped().find(name)->deadlines.at(code);
  };
  for (const auto* name :
       {"request", "vehicle-check", "person-check", "document-check", "firearm-trace"}) {
    INFO(name);
    CHECK(deadline(name, "FLASH") == "8h");
    CHECK(deadline(name, "FLASH.ack") == "1h");
    CHECK(deadline(name, "URGENT") == "3d");
    CHECK(deadline(name, "URGENT.ack") == "4h");
    CHECK(deadline(name, "NORMAL") == "7d");
    CHECK(deadline(name, "NORMAL.ack") == "1d");
  }
  for (const auto* name : {"case-note", "legal-assistance"}) {
    CHECK(deadline(name, "NORMAL") == "30d");
    CHECK(deadline(name, "NORMAL.ack") == "7d");
  }
  CHECK(shipped().find("alert")->expects == "acknowledgement");
  CHECK(shipped().find("alert")->expires == "valid_until");
  CHECK(shipped().find("spontaneous-information")->expects == "nothing");
}

}  // namespace
}  // namespace pouch::templates

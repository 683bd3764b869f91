#include "tests/unit/gateway/written_letters.hpp"

#include "templates/replies/written.hpp"

namespace pouch::test {
namespace {

const char* kHandling = "Handling: H1, for police use; no further disclosure without consent\n";

std::string request_letter() {
  return std::string(kHandling) +
         "Wanted: an answer to 2 questions\n"
         "From: Ana Ionescu, Focal point of Romania <ana.ionescu@police.ro.example>\n"
         "Sent: Tuesday, 24 November 2026, 10:00 (Sofia)\n"
         "To: Focal point of Bulgaria\n"
         "Subject: 4417/2026, heroin at Giurgiu\n"
         "Until: Monday, 30 November 2026, 12:00 (Sofia), urgent\n"
         "A Reply to this letter goes to the focal point of Romania. To reach all that were "
         "asked, put \"To: all\" on top.\n"
         "\n"
         "WHAT IS ASKED\n"
         "  1. Who is the registered owner of the lorry CA 1234 AB, and since when does that\n"
         "     person own it?\n"
         "  2. Which border crossings of the lorry are known between 1 October and 3 November\n"
         "     2026?\n"
         "\n"
         "PERSONS AND THINGS\n"
         "[Vehicle 1]\n"
         "  Plate: CA 1234 AB\n"
         "  Country: Bulgaria (BG)\n"
         "\n"
         "FACTS\n"
         "  On 3 November 2026 customs at Giurgiu found 41 kg of heroin in the lorry; the driver,\n"
         "  Петър Петров, said that he “had loaded tomatoes” near Niš – and nothing else…\n"
         "\n"
         "HOW TO ANSWER\n"
         "  Press Reply, type under each line where it stands, sign and encrypt as always. An\n"
         "  answer in your own words above it is carried just as well.\n"
         "\n" +
         templates::fenced(kFence,
                           "1. Who is the registered owner of the lorry CA 1234 AB, and si…\n"
                           "\n"
                           "2. Which border crossings of the lorry are known between 1 Octo…\n"
                           "\n"
                           "Reply kind: full\n"
                           "As of: today\n"
                           "More fields: reply \"more\", or see the attached reply-form.txt\n") +
         "\n"
         "HOW THIS IS PROVED\n"
         "Key of the writer: 6D1B 0C2A 77F3 4410 9A0E  51C4 2B7F 9E90 11AA 83CD\n"
         "The original is attached as original.eml; any OpenPGP program can check it.\n";
}

std::string refusal() {
  return std::string(kHandling) +
         "NOT ACCEPTED: your request \"4417/2026, heroin at Giurgiu\"\n"
         "Nothing has been sent on yet. Reply with what is missing, one line is enough: write it\n"
         "anywhere in your Reply, or fill it in below.\n"
         "\n"
         "The reasons are missing: why may Bulgaria know something?\n"
         "Reasons: \n"
         "  for example: the lorry is registered in Sofia\n"
         "The role of the person is missing.\n"
         "[Person 1] Role: \n"
         "  for example: suspect\n"
         "\n"
         "Your mail is kept, sealed, until Tuesday, 8 December 2026, 10:00 (Sofia); then it has "
         "to be sent again.\n"
         "\n"
         "YOUR FORM AS IT STANDS\n"
         "\n" +
         templates::fenced(kFence,
                           "Form: request\n"
                           "To: BG, RS\n"
                           "Handling: H1\n"
                           "Our reference: 4417/2026\n"
                           "Information wanted:\n"
                           "1. Who is the owner of the lorry?\n"
                           "2. Border crossings?\n"
                           "Facts: On 3 November customs at Giurgiu found 41 kg of heroin in a\n"
                           "  lorry with the plate CA 1234 AB.\n"
                           "Reasons:\n"
                           "\n"
                           "[Person 1]\n"
                           "Family name: Petrov\n"
                           "Given names: Petar\n"
                           "Role:\n") +
         "\nA Reply to this letter goes to the gateway alone.\n";
}

std::string blank_form() {
  return "## A Reply to this letter goes to the gateway only, which reads it as this form.\n"
         "## Needed. Which form this is.\n"
         "Form: request\n"
         "## Needed. Codes of the countries that are asked: BG, RS, or ALL.\n"
         "To:\n"
         "## Needed. How it may be used: H0, H1, H2 or H3.\n"
         "Handling:\n"
         "## Your own reference.\n"
         "Our reference:\n"
         "Officer: Ana Ionescu\n"
         "## Needed. Questions, numbered.\n"
         "Information wanted:\n"
         "## Needed. Why they may know something.\n"
         "Reasons:\n"
         "\n"
         "[Vehicle 1]\n"
         "## For more of them write [Vehicle 2] and so on.\n"
         "Plate:\n"
         "Country:\n"
         "\n"
         "## Other blocks, each on a line of its own with its fields below: [Person 1] [Weapon 1]\n"
         "Free text:\n";
}

}  // namespace

std::vector<SentLetter> sent_letters() {
  return {
      {"request", request_letter()},
      {"refusal", refusal()},
      {"receipt",
       "SENT TO BG, RS\n"
       "Reference: 4417/2026, heroin at Giurgiu\n"
       "Case: SEL-2026-000001-77\n"
       "To: Focal point of Bulgaria <nfp@mvr.bg.example>, Focal point of Serbia "
       "<nfp@mup.rs.example>\n"
       "Answer until: Monday, 30 November 2026, 12:00 (Bucharest)\n"
       "\n"
       "This came to the gateway today and was sent on at once. What was left out of it:\n"
       "  - your signature (3 lines)\n"
       "\n"
       "A Reply to this letter goes to the gateway alone. To write to Bulgaria press Reply on\n"
       "Bulgaria's letter, or put \"To: BG\" on top.\n"},
      {"state",
       "SEL-2026-000001-77: heroin at Giurgiu\n"
       "State: open\n"
       "\n"
       "Bulgaria: answered on Wednesday, 25 November 2026, 16:20 (Bucharest)\n"
       "Serbia: sent, answer until Monday, 30 November 2026\n"
       "\n"
       "Messages of this case:\n"
       "  - SEL-2026-000001-77/1, request, Tuesday, 24 November 2026, 10:00\n"
       "  - SEL-2026-000001-77/2, answer of Bulgaria, Wednesday, 25 November 2026, 16:20\n"
       "\n"
       "A Reply to this letter goes to the gateway alone.\n"},
      {"answer",
       std::string(kHandling) +
           "Bulgaria answers: 4417/2026, heroin at Giurgiu\n"
           "From: Focal point of Bulgaria\n"
           "To: Ana Ionescu, Focal point of Romania\n"
           "A Reply to this letter goes to the focal point of Bulgaria. To reach all that were "
           "asked, put \"To: all\" on top.\n"
           "\n"
           "1. Who is the registered owner of the lorry CA 1234 AB, and since when does that "
           "person own it?\n"
           "Petar Petrov, Sofia, since 12 May 2024.\n"
           "\n"
           "2. Which border crossings of the lorry are known?\n"
           "None known.\n"
           "\n"
           "OPEN STILL\n"
           "Serbia: until Monday, 30 November 2026, 12:00 (Bucharest)\n"
           "Reply \"done\" if this answers it.\n"},
      {"note",
       std::string(kHandling) +
           "From: Jovan Petrović, Serbia\n"
           "Date: Wednesday, 25 November 2026, 9:00 (Belgrade)\n"
           "Subject: the driver of the lorry\n"
           "\n"
           "Colleagues, the driver was seen at the Kalotina crossing on 1 November. He wrote to\n"
           "his brother:\n"
           "\n"
           "From: petar@mail.example\n"
           "Date: 1 November 2026 10:00\n"
           "Subject: the load\n"
           "All is ready, come tonight.\n"
           "\n"
           "> and the brother wrote back: bring it.\n"
           "\n"
           "Is the mail known to you? Please tell me by Friday.\n"
           "\n"
           "A Reply to this letter goes to Jovan Petrović alone.\n"},
      {"group note",
       "Handling: H2, for investigation only\n"
       "Group: seepag, prosecutors of 9 states <seepag@pouch.example>\n"
       "From: Maria Popescu, prosecutor, Romania\n"
       "To: all of the group\n"
       "\n"
       "Dear all,\n"
       "we plan a meeting about the case of the lorry in December. Which day suits you: 7, 8 or 9\n"
       "December? Please answer by Friday.\n"
       "\n"
       "Maria Popescu\n"
       "\n"
       "A Reply to this letter goes to the group seepag. To answer Maria Popescu alone write to\n"
       "requests@pouch.example.\n"},
      {"search answer",
       "SEARCH: heroin giurgiu\n"
       "Found: 23, shown 1 to 3\n"
       "\n"
       "1. SEL-2026-000001-77/1, request of Romania, 24 November 2026\n"
       "   … customs at Giurgiu found 41 kg of heroin in the lorry …\n"
       "2. SEL-2026-000001-77/2, answer of Bulgaria, 25 November 2026\n"
       "   … Petar Petrov, Sofia, since 12 May 2024 …\n"
       "3. SEL-2026-000001-12/4, note of Serbia, 2 October 2026\n"
       "   … the driver was seen at Kalotina …\n"
       "\n"
       "Reply \"more\", \"page 3\" or \"fetch 2, 5\". A Reply to this letter goes to the gateway "
       "alone.\n"},
      {"help",
       "HOW TO WRITE TO requests@pouch.example\n"
       "\n"
       "Sign and encrypt every mail. Write a form into it, or attach the same data as JSON. A\n"
       "mail without a form goes to your own focal point.\n"
       "\n"
       "THE FORMS THAT YOU CAN SEND\n"
       "  request       Request for information, to the focal points of the countries named\n"
       "  reply         Reply, to the requester\n"
       "\n"
       "HOW TO ASK FOR A BLANK FORM\n"
       "  Send a mail with the subject \"template NAME\", for example \"template request\".\n"
       "\n"
       "WHAT YOU CAN SAY IN A REPLY\n"
       "  - no record, nothing known, done, not for us\n"
       "  - until 12 December\n"},
      {"blank form", blank_form()},
  };
}

}  // namespace pouch::test

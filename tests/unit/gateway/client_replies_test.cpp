// Answers as today's clients send them, in HTML or plain: the author's words come out alone.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "mail/content/content.hpp"
#include "templates/reading/reader.hpp"

using namespace pouch;

namespace {

struct Sent {
  std::string client, type, body;
};

// Each says "Answer." above a quotation of our letter.
const std::vector<Sent>& answers() {
  static const std::vector<Sent> all{
      {"Thunderbird, HTML", "html",
       "<html><body><p>Answer.<br></p><div class=\"moz-signature\">-- <br>Ana</div><div cl"
       "ass=\"moz-cite-prefix\">On 24.11.26 10:00, Pouch wrote:<br></div><blockquote type="
       "\"cite\" cite=\"mid:x\"><div>[SEL-1] Request</div><div>WHAT IS ASKED</div><div>1. Wh"
       "o?</div></blockquote></body></html>"},
      {"Thunderbird in Bulgarian, HTML", "html",
       "<html><body><p>Answer.</p><div class=\"moz-cite-prefix\">На 24.11.26 г. в 10:00, P"
       "ouch написа:<br></div><blockquote type=\"cite\"><div>[SEL-1] Request</div><div>WHA"
       "T IS ASKED</div><div>1. Who?</div></blockquote></body></html>"},
      {"Apple Mail, HTML", "html",
       "<html><body>Answer.<br id=\"lineBreakAtBeginningOfMessage\"><div><br><blockquote t"
       "ype=\"cite\"><div>On 24 Nov 2026, at 10:00, Pouch &lt;requests@pouch.example&gt; w"
       "rote:</div><br class=\"Apple-interchange-newline\"><div><div>[SEL-1] Request</div>"
       "<div>WHAT IS ASKED</div><div>1. Who?</div></div></blockquote></div><br></body></"
       "html>"},
      {"Apple Mail, plain", "plain",
       "Answer.\n"
       "\n"
       "> On 24 Nov 2026, at 10:00, Pouch <requests@pouch.example> wrote:\n"
       "> \n"
       "> [SEL-1]\n"
       "> 1. Who?\n"
       "\n"},
      {"Thunderbird for Android in German, HTML", "html",
       "<html><body><div dir=\"auto\">Answer.<br><br></div><div class=\"gmail_quote\"><div d"
       "ir=\"auto\">Am 24. November 2026 10:00:00 MEZ schrieb Pouch &lt;requests@pouch.exa"
       "mple&gt;:</div><blockquote class=\"gmail_quote\" style=\"margin: 0pt 0pt 0pt 0.8ex;"
       " border-left: 1px solid rgb(204, 204, 204); padding-left: 1ex;\"><div>[SEL-1] Req"
       "uest</div><div>WHAT IS ASKED</div><div>1. Who?</div></blockquote></div></body></"
       "html>"},
      {"K-9, plain", "plain",
       "Answer.\n"
       "-- \n"
       "Sent from my Android device with K-9 Mail.\n"
       "\n"
       "On November 24, 2026 10:00:00 AM GMT+01:00, Pouch <requests@pouch.example> wrote:\n"
       ">[SEL-1]\n"
       ">1. Who?\n"},
      {"Outlook in Croatian, HTML", "html",
       "<html><body><div class=\"WordSection1\"><p class=\"MsoNormal\">Answer.<o:p></o:p></p"
       "><p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p><div><div style=\"border:none;border-t"
       "op:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\"><b>Od:</b"
       "> Pouch &lt;requests@pouch.example&gt; <br><b>Poslano:</b> utorak, 24. studenoga"
       " 2026. 10:00<br><b>Za:</b> NFP<br><b>Predmet:</b> [SEL-1]<o:p></o:p></p></div></"
       "div><p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p><p class=\"MsoNormal\">WHAT IS ASKED"
       "<o:p></o:p></p></div></body></html>"},
      {"Outlook on the web in Turkish", "html",
       "<div dir=\"ltr\"><div class=\"elementToProof\" style=\"font-family: Calibri;\">Answer."
       "</div><div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\" ta"
       "bindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><font face=\"Calibri, sans-serif\" s"
       "tyle=\"font-size:11pt\" color=\"#000000\"><b>Kimden:</b> Pouch &lt;requests@pouch.ex"
       "ample&gt;<br><b>Gönderildi:</b> 24 Kasım 2026 Salı 10:00<br><b>Kime:</b> NFP<br>"
       "<b>Konu:</b> [SEL-1]</font><div>&nbsp;</div></div><div>WHAT IS ASKED</div></div>"},
      {"Outlook, plain", "plain",
       "Answer.\n"
       "\n"
       "-----Original Message-----\n"
       "From: Pouch [mailto:requests@pouch.example] \n"
       "Sent: Tuesday, November 24, 2026 10:00 AM\n"
       "To: NFP\n"
       "Cc: a@b; c@d\n"
       "Subject: [SEL-1]\n"
       "\n"
       "WHAT IS ASKED\n"},
      {"Outlook in Greek, plain", "plain",
       "Answer.\n"
       "\n"
       "-----Αρχικό μήνυμα-----\n"
       "Από: Pouch <requests@pouch.example> \n"
       "Αποστολή: Τρίτη, 24 Νοεμβρίου 2026 10:00 πμ\n"
       "Προς: NFP\n"
       "Θέμα: [SEL-1]\n"
       "\n"
       "WHAT IS ASKED\n"},
      {"Yahoo", "html",
       "<div class=\"ydpaaa\"><div dir=\"ltr\">Answer.</div><br></div><div id=\"yahoo_quoted_"
       "1\" class=\"yahoo_quoted\"><div style=\"font-size:13px;\"><div>On Tuesday, November 2"
       "4, 2026 at 10:00:00 AM GMT+1, Pouch &lt;requests@pouch.example&gt; wrote: </div>"
       "<div><br></div><div><div>[SEL-1] Request</div><div>WHAT IS ASKED</div><div>1. Wh"
       "o?</div></div></div></div>"},
      {"Evolution, HTML", "html",
       "<html><body><div>Answer.</div><div class=\"-x-evo-paragraph\"><br></div><div>On Tu"
       "e, 2026-11-24 at 10:00 +0100, Pouch wrote:</div><blockquote type=\"cite\"><div>[SE"
       "L-1] Request</div><div>WHAT IS ASKED</div><div>1. Who?</div></blockquote><div cl"
       "ass=\"-x-evo-signature-wrapper\"><span class=\"-x-evo-signature\"><pre>-- <br></pre>"
       "NFP</span></div></body></html>"},
      {"Zimbra", "html",
       "<html><body><div style=\"font-family: arial\">Answer.</div><div><br></div><hr id=\""
       "zwchr\" data-marker=\"__DIVIDER__\"><div data-marker=\"__HEADERS__\"><blockquote styl"
       "e=\"border-left:2px solid #1010FF;margin-left:5px;padding-left:5px;\"><b>From: </b"
       ">\"Pouch\" &lt;requests@pouch.example&gt;<br><b>To: </b>\"NFP\"<br><b>Sent: </b>Tues"
       "day, November 24, 2026 10:00:00 AM<br><b>Subject: </b>[SEL-1]<br></blockquote></"
       "div><div data-marker=\"__QUOTED_TEXT__\"><blockquote style=\"border-left:2px solid "
       "#1010FF;\"><div>[SEL-1] Request</div><div>WHAT IS ASKED</div><div>1. Who?</div></"
       "blockquote></div></body></html>"},
      {"Roundcube", "plain",
       "Answer.\n"
       "\n"
       "On 2026-11-24 10:00, Pouch wrote:\n"
       "> [SEL-1]\n"
       "> 1. Who?\n"},
      {"Roundcube in Hungarian", "plain",
       "Answer.\n"
       "\n"
       "2026-11-24 10:00 időpontban Pouch ezt írta:\n"
       "> [SEL-1]\n"},
      {"Thunderbird in Albanian", "plain",
       "Answer.\n"
       "\n"
       "Më 24/11/26 10:00, Pouch shkroi:\n"
       "> [SEL-1]\n"},
      {"Notes", "plain",
       "Answer.\n"
       "\n"
       "\n"
       "\n"
       "\n"
       "From:   Pouch <requests@pouch.example>\n"
       "To:     NFP\n"
       "Date:   24.11.2026 10:00\n"
       "Subject:        [SEL-1]\n"
       "\n"
       "\n"
       "\n"
       "WHAT IS ASKED\n"},
      {"Samsung in Bulgarian", "plain",
       "Answer.\n"
       "\n"
       "-------- Оригинално съобщение --------\n"
       "От: Pouch <requests@pouch.example>\n"
       "Дата: 24.11.26 10:00 (GMT+02:00)\n"
       "До: NFP\n"
       "Тема: [SEL-1]\n"
       "\n"
       "WHAT IS ASKED\n"},
      {"Gnus with Supercite", "plain",
       "Answer.\n"
       "\n"
       ">>>>> \"Pouch\" == Pouch  writes:\n"
       "\n"
       "    > 1. Who?\n"},
      {"Outlook in German, folded addressees", "plain",
       "Answer.\n"
       "\n"
       "Von: Pouch <requests@pouch.example> \n"
       "Gesendet: Dienstag, 24. November 2026 10:00\n"
       "An: NFP <a@b>; N2\n"
       "<c@d>\n"
       "Cc: x\n"
       "Betreff: AW: [SEL-1]\n"
       "Priorität: Hoch\n"
       "\n"
       "WHAT IS ASKED\n"},
      {"Outlook in Romanian, plain", "plain",
       "Answer.\n"
       "\n"
       "De la: Pouch <requests@pouch.example> \n"
       "Trimis: marți, 24 noiembrie 2026 10:00\n"
       "Către: NFP\n"
       "Subiect: [SEL-1]\n"
       "\n"
       "WHAT\n"},
      {"Outlook for Mac, plain", "plain",
       "Answer.\n"
       "\n"
       "From: Pouch\n"
       "Date: Tuesday, 24 November 2026 at 10:00\n"
       "To: N\n"
       "Subject: s\n"
       "\n"
       "WHAT\n"},
      {"Outlook for Mac, HTML", "html",
       "<div class=\"WordSection1\"><p class=\"MsoNormal\">Answer.</p><div id=\"mail-editor-r"
       "eference-message-container\"><div><div style=\"border:none;border-top:solid #B5C4D"
       "F 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\" style=\"margin-bottom:12."
       "0pt\"><b><span style=\"font-size:12.0pt;color:black\">From: </span></b><span style="
       "\"font-size:12.0pt;color:black\">Pouch &lt;a@b&gt;<br><b>Date: </b>Tuesday, 24 Nov"
       "ember 2026 at 10:00<br><b>To: </b>N<br><b>Subject: </b>s</span></p></div><p>WHAT"
       "</p></div></div></div>"},
  };
  return all;
}

}  // namespace

TEST_CASE("the words of an answer come out alone, whatever client wrote it") {
  for (const auto& sent : answers()) {
    const auto mail = "Content-Type: text/" + sent.type + "; charset=utf-8\n\n" + sent.body;
    const mail::Limits limits;
    const auto scanned = mail::scan(mail, limits);
    REQUIRE(std::holds_alternative<mail::Entity>(scanned));
    const auto content = mail::read_content(std::get<mail::Entity>(scanned), limits);
    INFO(sent.client << "\n" << content.text);
    CHECK(templates::without_quotes(content.text) == "Answer.");
  }
  CHECK(answers().size() >= 20);
}

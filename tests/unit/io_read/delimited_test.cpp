#include "io/delimited.hpp"

#include <iconv.h>

#include <cmath>
#include <cstdlib>
#include <random>

#include "io/encoding.hpp"
#include "support.hpp"

namespace {

using geo::io::Decoder;
using geo::io::DelimitedOptions;
using geo::io::DelimitedReader;
using geo::io::Number;
using geo::test::expect_input_error;
using geo::test::TempFolder;
using geo::test::write_file;
using Records = std::vector<std::vector<std::string>>;

// The slow twin: one character after the other. `left_open`: whether a quote is open at the end.
Records parse_slowly(const std::string& text, char separator, bool* left_open = nullptr) {
  Records records;
  std::vector<std::string> record;
  std::string field;
  bool quoted = false;     // inside quotes
  bool at_start = true;    // of a field
  bool something = false;  // in this record
  const auto end_field = [&] {
    record.push_back(field);
    field.clear();
    at_start = true;
  };
  const auto end_record = [&] {
    if (something) {
      end_field();
      records.push_back(record);
    }
    record.clear();
    field.clear();
    at_start = true;
    something = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
        field += '"';
        ++i;
      } else if (c == '"') {
        quoted = false;
      } else {
        field += c;
      }
    } else if (c == '"' && at_start) {
      quoted = something = true;
      at_start = false;
    } else if (c == separator) {
      something = true;
      end_field();
    } else if (c == '\n' || c == '\r') {
      if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      end_record();
    } else {
      field += c;
      at_start = false;
      something = true;
    }
  }
  if (left_open != nullptr) *left_open = quoted;
  end_record();
  return records;
}

Records read_all(const std::string& path, const DelimitedOptions& options = {}) {
  DelimitedReader reader(path, path, options);
  Records records{reader.header()};
  while (reader.next()) {
    EXPECT_EQ(reader.row(), records.size());
    records.emplace_back(reader.fields().begin(), reader.fields().end());
  }
  return records;
}

TEST(Delimited, FollowsRfc4180) {
  const TempFolder folder;
  const std::string path = write_file(
      folder / "a.csv", "a,b,c\r\n1,\"x, y\",\"say \"\"hi\"\"\"\r\n\"two\r\nlines\",,\r\n");
  EXPECT_EQ(read_all(path),
            (Records{{"a", "b", "c"}, {"1", "x, y", "say \"hi\""}, {"two\r\nlines", "", ""}}));
}

TEST(Delimited, TakesWhatItCannotBeSureOfLiterally) {
  const TempFolder folder;
  const std::string path =
      write_file(folder / "a.csv", "a,b\n5\" pipe,\"abc\"def\n \"x\" ,\"\"\"\"\"q\"\n\"\",\"\"\n");
  EXPECT_EQ(read_all(path),
            (Records{{"a", "b"}, {"5\" pipe", "abcdef"}, {" \"x\" ", "\"\"q"}, {"", ""}}));
}

TEST(Delimited, EndsOfLinesAndBlankLines) {
  const TempFolder folder;
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const std::string path =
        write_file(folder / "a.csv", end + "a,b" + end + end + "1,2" + end + end + end + "3,4");
    EXPECT_EQ(read_all(path), (Records{{"a", "b"}, {"1", "2"}, {"3", "4"}})) << end.size();
  }
}

TEST(Delimited, EqualsTheSlowTwinWhateverTheChunk) {
  const TempFolder folder;
  std::mt19937 random(7);
  const std::vector<std::string> pieces = {
      "\"", "\"\"", ",", "\n", "\r\n", "\r", "a", "bc", "12345678901234567890",
      "张", "é",    " ", "𠮷", "|"};
  int compared = 0;
  for (int round = 0; round < 400; ++round) {
    // The header fixes the separator; below it comes anything.
    std::string text = "h1,h2,h3,h4\na,b,c,d\n";
    const std::size_t length = random() % 120;
    for (std::size_t i = 0; i < length; ++i) text += pieces[random() % pieces.size()];
    bool left_open = false;
    const Records expected = parse_slowly(text, ',', &left_open);
    const std::string path = write_file(folder / "a.csv", text);
    for (const std::size_t chunk : {4U, 7U, 64U, 1U << 20U}) {
      DelimitedOptions options;
      options.chunk_bytes = chunk;
      if (left_open) {
        expect_input_error([&] { read_all(path, options); }, {"never closed"});
      } else {
        ASSERT_EQ(read_all(path, options), expected) << text;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 600);
}

TEST(Delimited, LongQuotedFieldsCrossChunks) {
  const TempFolder folder;
  std::string text = "id,text\n";
  Records expected{{"id", "text"}};
  for (int i = 0; i < 40; ++i) {
    const std::string cell(static_cast<std::size_t>(100000 + i), i % 2 == 0 ? '\n' : '"');
    expected.push_back({std::to_string(i), cell});
    text += std::to_string(i) + ",\"";
    for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    text += "\"\n";
  }
  EXPECT_EQ(read_all(write_file(folder / "a.csv", text)), expected);
}

TEST(Delimited, FindsTheSeparator) {
  const TempFolder folder;
  const auto separator = [&](const std::string& text) {
    const std::string path = write_file(folder / "a.txt", text);
    return DelimitedReader(path, path, {}).separator();
  };
  EXPECT_EQ(separator("a,b\n1,2\n"), ',');
  EXPECT_EQ(separator("a;b;c\n1,5;2,5;3,5\n"), ';');
  EXPECT_EQ(separator("name, first\tlon\tlat\nx\t1\t2\n"), '\t');
  EXPECT_EQ(separator("a|b\n1|2\n"), '|');
  EXPECT_EQ(separator("\"a;b;c\",d\n1,2\n"), ',');
  EXPECT_EQ(separator("alone\n1\n"), ',');
}

TEST(Delimited, TooLongARecordIsAnErrorNotAllOfTheMemory) {
  const TempFolder folder;
  const std::string path = write_file(
      folder / "a.csv",
      "a,b\n1,2\n3,\"" + std::string(DelimitedReader::kMaxRecordBytes + (3U << 20U), 'x'));
  expect_input_error([&] { read_all(path); }, {path, "row 2", "16 MiB", "quote"});
}

TEST(Delimited, BadFilesSayWhy) {
  const TempFolder folder;
  const auto read = [&](const std::string& bytes) {
    const std::string path = write_file(folder / "a.csv", bytes);
    return [path] {
      geo::io::read_guessing("",
                             [&](const DelimitedOptions& o) { return read_all(path, o).size(); });
    };
  };
  expect_input_error(read("a,b\n1,2\n\"x,2\n"), {"row 2", "never closed"});
  expect_input_error(read("\"a,b\n1,2\n"), {"the header", "never closed"});
  expect_input_error(read(std::string("a,b\n1,\0\n", 8)), {"NUL"});
  expect_input_error(read("\n\n\r\n"), {"is empty"});
  expect_input_error(read("\xEF\xBB\xBF"), {"is empty"});
  expect_input_error(read("name,lon\nCaf\xE9,1\nna\xEFve,2\n"), {"neither UTF-8 nor GB18030"});
  expect_input_error([] { read_all("/nonexistent/x.csv"); },
                     {"/nonexistent/x.csv", "cannot be opened"});
}

// ---- Encodings

std::string converted(const std::string& utf8, const char* encoding) {
  iconv_t handle = iconv_open(encoding, "UTF-8");
  std::string in = utf8;
  std::string out(utf8.size() * 4 + 16, '\0');
  char* from = in.data();
  char* to = out.data();
  std::size_t left = in.size();
  std::size_t room = out.size();
  EXPECT_NE(iconv(handle, &from, &left, &to, &room), static_cast<std::size_t>(-1));
  iconv_close(handle);
  out.resize(out.size() - room);
  return out;
}

// 镕 is beyond GB2312, 𠮷 takes four bytes of GB18030, 丂 ends with the byte of @ in GBK, 亅 with
// |.
const std::string kChinese = "名称,经度,纬度\n朱镕基𠮷,121.5,31.2\n丂亅㐀€,121.6,31.3\n";

TEST(Encoding, IsToldByTheBytes) {
  const TempFolder folder;
  const Records expected = parse_slowly(kChinese, ',');
  struct Case {
    std::string bytes;
    std::string encoding;
    bool mark;
  };
  const std::vector<Case> cases = {
      {kChinese, "UTF-8", false},
      {"\xEF\xBB\xBF" + kChinese, "UTF-8", true},
      {converted(kChinese, "GB18030"), "GB18030", false},
      {"\xFF\xFE" + converted(kChinese, "UTF-16LE"), "UTF-16LE", true},
      {"\xFE\xFF" + converted(kChinese, "UTF-16BE"), "UTF-16BE", true},
      {"a,b\n1,2\n", "UTF-8", false},
  };
  for (const Case& each : cases) {
    const std::string path = write_file(folder / "a.csv", each.bytes);
    for (const std::size_t chunk : {std::size_t{4}, std::size_t{5}, std::size_t{1000}}) {
      geo::io::read_guessing("", [&](DelimitedOptions options) {
        options.chunk_bytes = chunk;
        DelimitedReader reader(path, path, options);
        EXPECT_EQ(reader.encoding(), each.encoding);
        EXPECT_EQ(reader.byte_order_mark(), each.mark);
        if (each.bytes[0] != 'a') {
          EXPECT_EQ(reader.header(), expected[0]) << each.encoding;
        }
        std::size_t row = 0;
        while (reader.next()) {
          ++row;
          if (each.bytes[0] == 'a') continue;
          EXPECT_EQ((std::vector<std::string>(reader.fields().begin(), reader.fields().end())),
                    expected[row]);
        }
        EXPECT_EQ(row, each.bytes[0] == 'a' ? 1U : 2U);
        EXPECT_EQ(reader.undecodable(), 0U);
        return 0;
      });
    }
  }
}

TEST(Encoding, TheUserIsObeyed) {
  const TempFolder folder;
  const std::string path = write_file(folder / "a.csv", converted("名,b\n長,2\n", "BIG5"));
  DelimitedOptions options;
  options.encoding = "BIG5";
  EXPECT_EQ(read_all(path, options), (Records{{"名", "b"}, {"長", "2"}}));
}

TEST(Encoding, LateGbkRestartsTheReading) {
  const TempFolder folder;
  std::string text = "name,v\n";
  for (int i = 0; i < 300000; ++i) text += "ascii," + std::to_string(i) + "\n";
  text += converted("张江", "GBK") + ",1\n";
  const std::string path = write_file(folder / "a.csv", text);
  int begun = 0;
  const std::string last = geo::io::read_guessing("", [&](const DelimitedOptions& options) {
    ++begun;
    DelimitedReader reader(path, path, options);
    std::string name;
    while (reader.next()) name = reader.fields()[0];
    EXPECT_EQ(reader.row(), 300001U);
    EXPECT_EQ(reader.encoding(), "GB18030");
    return name;
  });
  EXPECT_EQ(last, "张江");
  EXPECT_EQ(begun, 2);
}

TEST(Encoding, OneDamagedNameDoesNotMakeUtf8Gbk) {
  const TempFolder folder;
  std::string text = "name,v\n";
  for (int i = 0; i < 40; ++i) text += "浦东,1\n";
  text += std::string("静\xE5\xAE,2\n") + "黄浦,3\n";  // 安 cut
  const std::string path = write_file(folder / "a.csv", text);
  DelimitedReader reader(path, path, {});
  std::vector<std::string> names;
  while (reader.next()) names.emplace_back(reader.fields()[0]);
  ASSERT_EQ(names.size(), 42U);
  EXPECT_EQ(names[40], "静\uFFFD\uFFFD");
  EXPECT_EQ(names[41], "黄浦");
  EXPECT_EQ(reader.undecodable(), 2U);
  EXPECT_EQ(reader.encoding(), "UTF-8");
}

TEST(Encoding, OneNameForEachEncoding) {
  for (const char* name :
       {"GBK", "gb2312", "CP936", "936", "ANSI 936", "gb_2312-80", "EUC-CN", "GB18030"}) {
    EXPECT_EQ(geo::io::canonical_encoding(name), "GB18030") << name;
  }
  for (const char* name : {"utf8", "UTF-8", "utf-8-sig", "65001"}) {
    EXPECT_EQ(geo::io::canonical_encoding(name), "UTF-8") << name;
  }
  EXPECT_EQ(geo::io::canonical_encoding("Big5"), "Big5");
  EXPECT_NE(geo::test::message_of(geo::ErrorCode::kOption, [] { Decoder("no such thing"); })
                .find("no such thing"),
            std::string::npos);
}

// The slow twin of scan_utf8: the code point is computed, and the rules of RFC 3629 are asked.
std::size_t valid_slowly(const std::string& text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    std::size_t length = 1;
    std::uint32_t code = lead;
    if (lead >= 0x80) {
      length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
      if (lead < 0xC0 || lead > 0xF7 || i + length > text.size()) return i;
      code = lead & (0x7FU >> length);
      for (std::size_t k = 1; k < length; ++k) {
        const auto byte = static_cast<unsigned char>(text[i + k]);
        if (byte >> 6U != 2) return i;
        code = (code << 6U) | (byte & 0x3FU);
      }
      const std::uint32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
      if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return i;
    }
    i += length;
  }
  return i;
}

TEST(Encoding, ScanEqualsTheSlowTwin) {
  std::mt19937 random(11);
  const auto check = [](const std::string& text) {
    const geo::io::Utf8Scan scan = geo::io::scan_utf8(text);
    ASSERT_EQ(scan.valid, valid_slowly(text)) << ::testing::PrintToString(text);
    if (scan.cut) {  // some continuation must make it whole
      bool whole = false;
      for (const char* tail :
           {"\x80", "\x80\x80", "\x80\x80\x80", "\x90\x80\x80", "\xA0\x80", "\x90\x80"}) {
        whole = whole || valid_slowly(text + tail) == text.size() + std::string(tail).size();
      }
      EXPECT_TRUE(whole) << ::testing::PrintToString(text);
    }
  };
  for (unsigned a = 1; a < 256; ++a) {
    for (unsigned b = 1; b < 256; ++b) {
      for (const char* tail : {"", "\x80", "\x80\x80", "\xBF\xBF", "zzzzzzzz"}) {
        check(std::string{static_cast<char>(a), static_cast<char>(b)} + tail);
      }
    }
  }
  const std::vector<std::string> pieces = {
      "a", "bcdefghijk", "é", "中", "𠮷", "\x80", "\xC0", "\xE4\xB8", "\xED\xA0\x80", "\xF5"};
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (auto k = random() % 12; k > 0; --k) text += pieces[random() % pieces.size()];
    check(text);
  }
  EXPECT_TRUE(geo::io::scan_utf8(std::string("abc\0def", 7)).nul);
  EXPECT_TRUE(geo::io::scan_utf8(std::string("abcdefgh\0abcdefg", 16)).nul);
  EXPECT_FALSE(geo::io::scan_utf8("abcdefgh中abcdefgh").nul);
}

TEST(Encoding, DecodesTheSameHoweverTheStreamIsCut) {
  const std::string text = kChinese + "abc" + kChinese;
  for (const char* encoding : {"UTF-8", "GB18030", "UTF-16LE"}) {
    const std::string bytes = converted(text, encoding);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      Decoder decoder(encoding);
      std::string out;
      decoder.append(bytes.substr(0, cut), false, out);
      decoder.append(bytes.substr(cut), true, out);
      ASSERT_EQ(out, text) << encoding << " cut at " << cut;
      EXPECT_EQ(decoder.undecodable(), 0U);
    }
  }
}

TEST(Encoding, DamageIsReplacedAndCounted) {
  for (const char* encoding : {"UTF-8", "GB18030"}) {
    Decoder decoder(encoding);
    std::string out;
    decoder.append(
        "a\xFF\xFF"
        "b",
        false, out);
    decoder.append("c\xE4", true, out);
    EXPECT_EQ(out, "a\uFFFD\uFFFDbc\uFFFD") << encoding;
    EXPECT_EQ(decoder.undecodable(), 3U);
  }
}

TEST(Encoding, ShortensBetweenCharacters) {
  const std::string text = "a张江";
  EXPECT_EQ(geo::io::shortened(text, 7), text);
  EXPECT_EQ(geo::io::shortened(text, 6), "a张");
  EXPECT_EQ(geo::io::shortened(text, 4), "a张");
  EXPECT_EQ(geo::io::shortened(text, 3), "a");
  EXPECT_EQ(geo::io::shortened(text, 0), "");
}

TEST(Encoding, GuessesTheTextsOfAField) {
  EXPECT_EQ(geo::io::to_utf8("张江"), "张江");
  EXPECT_EQ(geo::io::to_utf8(converted("张江", "GBK")), "张江");
  EXPECT_EQ(geo::io::to_utf8("城市名\xE7"), "城市名");  // cut by the width of a .dbf field
}

// ---- Numbers

TEST(ParseNumber, KnowsWhatIsANumber) {
  struct Case {
    const char* text;
    Number::Kind kind;
    double value;
  };
  using Kind = Number::Kind;
  for (const Case& each : std::vector<Case>{{"1", Kind::kValue, 1},
                                            {" 121.5\t", Kind::kValue, 121.5},
                                            {"+31.2", Kind::kValue, 31.2},
                                            {"-0.5e2", Kind::kValue, -50},
                                            {".5", Kind::kValue, 0.5},
                                            {"5.", Kind::kValue, 5},
                                            {"\u300031.2\u00A0", Kind::kValue, 31.2},
                                            {"1e-999", Kind::kValue, 0},
                                            {"", Kind::kMissing, 0},
                                            {"  ", Kind::kMissing, 0},
                                            {"NA", Kind::kMissing, 0},
                                            {"null", Kind::kMissing, 0},
                                            {"NaN", Kind::kMissing, 0},
                                            {"\\N", Kind::kMissing, 0},
                                            {"-", Kind::kMissing, 0},
                                            {"inf", Kind::kNotFinite, 0},
                                            {"-Infinity", Kind::kNotFinite, 0},
                                            {"1e999", Kind::kNotFinite, 0},
                                            {"abc", Kind::kNotNumber, 0},
                                            {"1,5", Kind::kNotNumber, 0},
                                            {"121.5E", Kind::kNotNumber, 0},
                                            {"121°30'", Kind::kNotNumber, 0},
                                            {"0x10", Kind::kNotNumber, 0},
                                            {"+-1", Kind::kNotNumber, 0},
                                            {"++1", Kind::kNotNumber, 0},
                                            {"1 2", Kind::kNotNumber, 0},
                                            {"1000万元", Kind::kNotNumber, 0}}) {
    const Number number = geo::io::parse_number(each.text);
    EXPECT_EQ(number.kind, each.kind) << each.text;
    if (each.kind == Kind::kValue) {
      EXPECT_EQ(number.value, each.value) << each.text;
    }
  }
}

TEST(ParseNumber, EqualsStrtodToTheLastBit) {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> digits(-12, 12);
  for (int i = 0; i < 20000; ++i) {
    char text[64];
    const double value = std::copysign(std::pow(10, digits(random)), i % 2 == 0 ? 1 : -1);
    std::snprintf(text, sizeof text, i % 3 == 0 ? "%.17g" : i % 3 == 1 ? "%.7f" : "%.3e", value);
    const Number number = geo::io::parse_number(text);
    ASSERT_EQ(number.kind, Number::Kind::kValue) << text;
    ASSERT_EQ(number.value, std::strtod(text, nullptr)) << text;
  }
}

}  // namespace

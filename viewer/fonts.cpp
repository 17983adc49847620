#include "viewer/fonts.hpp"

#include <backends/imgui_impl_opengl3.h>
#include <fontconfig/fontconfig.h>

#include <array>
#include <memory>

#include "geo/core/error.hpp"

namespace geo::viewer {
namespace {

constexpr FcChar32 kChinese = 0x6D66;  // 浦

struct PatternFree {
  void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
};

// The next character of UTF-8 text; damage is U+FFFD.
char32_t next(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
  if (more == 0) return 0xFFFD;
  char32_t code = lead & (0x3FU >> static_cast<unsigned>(more));
  for (int i = 0; i < more; ++i) {
    if (at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80) return 0xFFFD;
    code = code << 6U | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  }
  return code;
}

}  // namespace

Fonts::Fonts(float scale) : scale_(scale) {
  const std::unique_ptr<FcPattern, PatternFree> wanted(
      FcNameParse(reinterpret_cast<const FcChar8*>("sans-serif:lang=zh-cn")));
  FcConfigSubstitute(nullptr, wanted.get(), FcMatchPattern);
  FcDefaultSubstitute(wanted.get());
  FcResult result = FcResultNoMatch;
  const std::unique_ptr<FcPattern, PatternFree> found(FcFontMatch(nullptr, wanted.get(), &result));
  FcCharSet* letters = nullptr;
  FcChar8* file = nullptr;
  if (!found || FcPatternGetCharSet(found.get(), FC_CHARSET, 0, &letters) != FcResultMatch ||
      FcCharSetHasChar(letters, kChinese) == FcFalse ||
      FcPatternGetString(found.get(), FC_FILE, 0, &file) != FcResultMatch) {
    throw Error(ErrorCode::kUnsupported,
                "no font with Chinese letters is installed; install one, for example by: apt "
                "install fonts-wqy-microhei");
  }
  file_ = reinterpret_cast<const char*>(file);
  FcPatternGetInteger(found.get(), FC_INDEX, 0, &index_);
  for (ImWchar c = 0x20; c < 0x7F; ++c) needed_.insert(c);
  need("…—–‘’“”·×÷±²³°→←↑↓≥≤≠▲▼●■◆★、。，：；（）《》！？％");
}

void Fonts::need(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = next(text, i);
    if (c < 0x20 || c > 0xFFFF) continue;  // ImGui's letters have 16 bits here
    stale_ |= needed_.insert(static_cast<ImWchar>(c)).second;
  }
}

bool Fonts::refresh() {
  if (!stale_) return false;
  stale_ = false;
  ++generation_;
  ranges_.clear();
  for (auto c = needed_.begin(); c != needed_.end();) {
    const ImWchar first = *c;
    ImWchar last = first;
    for (++c; c != needed_.end() && *c == last + 1; ++c) last = *c;
    ranges_.push_back(first);
    ranges_.push_back(last);
  }
  ranges_.push_back(0);
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  ImFontConfig config;
  config.FontNo = index_;
  config.OversampleH = 1;
  config.OversampleV = 1;
  config.PixelSnapH = true;
  const auto load = [&](float px) {
    ImFont* const font =
        atlas.AddFontFromFileTTF(file_.c_str(), px * scale_, &config, ranges_.data());
    if (font == nullptr) throw Error(ErrorCode::kInput, file_ + ": cannot be read as a font");
    return font;
  };
  body_ = load(16);
  small_ = load(13);
  large_ = load(21);
  atlas.Build();
  if (ImGui::GetIO().BackendRendererUserData != nullptr) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
  }
  return true;
}

std::vector<std::string> Fonts::missing() const {
  std::vector<std::string> out;
  for (const ImWchar c : needed_) {
    if (body_ == nullptr || c == 0x20 || body_->FindGlyphNoFallback(c) != nullptr) continue;
    std::string text;
    if (c < 0x800) {
      text = {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
    } else {
      text = {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
              static_cast<char>(0x80 | (c & 0x3F))};
    }
    out.push_back(text);
  }
  return out;
}

}  // namespace geo::viewer

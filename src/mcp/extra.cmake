include(EmbedText)
# What an assistant may read of the documentation; each page has its row in src/mcp/pages.cpp.
foreach(page advice-format assistants commands communities exit-statuses history rollout rpki rules
             scenario scope watching)
  string(REPLACE "-" "_" function "${page}")
  bgpte_embed_text(TARGET bgpte_mcp FILE "${PROJECT_SOURCE_DIR}/docs/${page}.md"
                   HEADER src/mcp/page_texts.hpp FUNCTION bgpte::mcp::page_${function})
endforeach()

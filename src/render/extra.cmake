include(EmbedText)
bgpte_embed_text(TARGET bgpte_render FILE "${PROJECT_SOURCE_DIR}/schemas/advice.schema.json"
                 HEADER bgpte/render/document.hpp FUNCTION bgpte::render::advice_schema)

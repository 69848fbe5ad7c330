include(EmbedText)
bgpte_embed_text(TARGET bgpte_history FILE "${PROJECT_SOURCE_DIR}/schemas/history.schema.json"
                 HEADER bgpte/history/history.hpp FUNCTION bgpte::history::history_schema)

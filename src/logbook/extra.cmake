include(EmbedText)
bgpte_embed_text(TARGET bgpte_logbook FILE "${PROJECT_SOURCE_DIR}/schemas/log.schema.json"
                 HEADER bgpte/logbook/logbook.hpp FUNCTION bgpte::logbook::log_schema)

import { generateRmat } from '@orrery/analytics';
import { backUp, restore } from './backup-command.ts';
import { CONFIG_KEYS, CONFIG_PATHS, configKey } from './config/keys.ts';
import { ConfigError, loadConfig } from './config/load.ts';
import { parseDurationMs } from './config/units.ts';
import { exportSpace } from './export/export-space.ts';
import { openGraphSession } from './graph-session.ts';
import { estimateAlgorithm } from './engines/estimator.ts';
import { checkDefinition, estimateWorkflow } from './estimate-workflow.ts';
import { importInto, withGraphSession } from './import-command.ts';
import { inferMapping } from './import/infer-mapping.ts';
import { readMapping } from './import/mapping.ts';
import { createLogger } from './logger.ts';
import { runWorkflow, touchesGraph } from './run-workflow.ts';
import { readServerFile } from './server-file.ts';
import { CATALOGUE, startServer } from './server.ts';
import { VERSION } from './version.ts';

/**
 * What the command line may use of the server: loaded only by the commands that run parts of it themselves, so that a
 * command which talks to a server starts in a moment.
 */
export const embedded = {
  CATALOGUE,
  CONFIG_KEYS,
  CONFIG_PATHS,
  ConfigError,
  VERSION,
  backUp,
  configKey,
  checkDefinition,
  createLogger,
  estimateAlgorithm,
  estimateWorkflow,
  exportSpace,
  generateRmat,
  importInto,
  inferMapping,
  loadConfig,
  openGraphSession,
  parseDurationMs,
  readMapping,
  readServerFile,
  restore,
  runWorkflow,
  startServer,
  touchesGraph,
  withGraphSession,
};

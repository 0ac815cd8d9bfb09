import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { BROWSER_PACKAGES, IMPORT_TABLE, NARROW_IMPORTS } from './import-table.ts';

const SCOPE = '@orrery/';
const CONTRACTS = 'contracts';

interface Import {
  readonly specifier: string;
  /** Imported names; empty for a namespace or side-effect import. */
  readonly names: readonly string[];
  readonly typeOnly: boolean;
}

function importsOf(path: string): Import[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, false);
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
      const bindings = ts.isImportDeclaration(node) ? clause?.namedBindings : node.exportClause;
      const elements =
        bindings && (ts.isNamedImports(bindings) || ts.isNamedExports(bindings)) ? [...bindings.elements] : [];
      const allTypes = elements.length > 0 && elements.every((element) => element.isTypeOnly);
      imports.push({
        specifier: (node.moduleSpecifier as ts.StringLiteral).text,
        names: elements.map((element) => (element.propertyName ?? element.name).text),
        typeOnly: (ts.isImportDeclaration(node) ? (clause?.isTypeOnly ?? false) : node.isTypeOnly) || allTypes,
      });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteral(argument)) {
        imports.push({ specifier: argument.text, names: [], typeOnly: false });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

function sourceFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(as|test|d)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/node_modules/') && !path.includes('/kernels/'));
}

/** Finds cycles of value imports between files. Iterative depth-first search; each cycle is reported once. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  for (const start of graph.keys()) {
    if (done.has(start)) continue;
    const path: string[] = [start];
    const next = [0];
    const onPath = new Set(path);
    while (path.length > 0) {
      const file = path[path.length - 1]!;
      const target = (graph.get(file) ?? [])[next[next.length - 1]!++];
      if (target === undefined) {
        done.add(file);
        onPath.delete(file);
        path.pop();
        next.pop();
      } else if (onPath.has(target)) {
        found.push([...path.slice(path.indexOf(target)), target]);
      } else if (!done.has(target)) {
        path.push(target);
        next.push(0);
        onPath.add(target);
      }
    }
  }
  return found;
}

/**
 * Holds a tree of workspaces (`packages/*`, `apps/*` below root) against the import table.
 * @returns one line per violation; empty when the house is in order
 */
export function checkImports(root: string): string[] {
  const violations: string[] = [];
  const graph = new Map<string, string[]>();
  for (const group of ['packages', 'apps']) {
    const groupFolder = join(root, group);
    if (!existsSync(groupFolder)) continue;
    for (const name of readdirSync(groupFolder).sort()) {
      const manifestPath = join(groupFolder, name, 'package.json');
      if (!existsSync(manifestPath)) continue;
      const allowed = IMPORT_TABLE[name];
      if (!allowed) {
        violations.push(`${group}/${name} is not in tools/check/import-table.ts; add it with what it may import`);
        continue;
      }
      const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as {
        dependencies?: Record<string, string>;
        devDependencies?: Record<string, string>;
      };
      const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
      const used = new Set<string>();
      for (const file of sourceFiles(join(groupFolder, name, 'src'))) {
        const where = relative(root, file);
        const targets: string[] = [];
        for (const { specifier, names, typeOnly } of importsOf(file)) {
          // Text of a file that is data (an example), taken up by the bundler: no code crosses.
          if (specifier.endsWith('?raw')) continue;
          if (specifier.startsWith('.')) {
            const target = resolve(dirname(file), specifier);
            if (relative(join(groupFolder, name), target).startsWith('..')) {
              violations.push(`${where}: ${specifier} leaves the package; import it by name`);
            } else if (!typeOnly) targets.push(target);
            continue;
          }
          if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
            if (BROWSER_PACKAGES.includes(name)) {
              violations.push(`${where}: ${specifier} is Node's; ${name} also runs in the browser`);
            }
            continue;
          }
          const [first, second] = specifier.split('/');
          const dependency = specifier.startsWith('@') ? `${first}/${second}` : first!;
          used.add(dependency);
          if (!dependency.startsWith(SCOPE)) {
            if (!declared.has(dependency)) violations.push(`${where}: ${dependency} is not in ${name}'s package.json`);
            continue;
          }
          const sibling = dependency.slice(SCOPE.length);
          if (specifier !== dependency)
            violations.push(`${where}: ${specifier} reaches into ${sibling}; use its index`);
          if (sibling !== CONTRACTS && !allowed.includes(sibling)) {
            violations.push(`${where}: ${name} may not import ${sibling}`);
          }
          const narrow = NARROW_IMPORTS[name]?.[sibling];
          for (const imported of names) {
            if (narrow && !narrow.includes(imported)) {
              violations.push(`${where}: ${name} may import only ${narrow.join(', ')} of ${sibling}, not ${imported}`);
            }
          }
        }
        graph.set(file, targets);
      }
      for (const dependency of declared) {
        const sibling = dependency.slice(SCOPE.length);
        if (dependency.startsWith(SCOPE) && sibling !== CONTRACTS && !allowed.includes(sibling)) {
          violations.push(`${group}/${name}/package.json: ${name} may not depend on ${sibling}`);
        }
        // Tools (a bundler, types) are used without being imported.
        const isTool = manifest.dependencies?.[dependency] === undefined;
        if (!isTool && !used.has(dependency))
          violations.push(`${group}/${name}/package.json: ${dependency} is never imported`);
      }
      for (const dependency of used) {
        if (dependency.startsWith(SCOPE) && !declared.has(dependency)) {
          violations.push(`${group}/${name}/package.json: ${dependency} is imported but not declared`);
        }
      }
    }
  }
  for (const cycle of cycles(graph)) {
    violations.push(`cycle: ${cycle.map((file) => relative(root, file)).join(' -> ')}`);
  }
  return violations;
}
